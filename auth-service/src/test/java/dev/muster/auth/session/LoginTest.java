package dev.muster.auth.session;

import static dev.muster.auth.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class LoginTest {
  @Inject MeterRegistry metrics;
  @Inject TestSql sql;

  @Test
  void answersWithBothTokensInTheEnvelope() {
    People.json(Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD))
        .post("/api/auth/login")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("code", equalTo(0))
        .body("data.access_token", notNullValue())
        .body("data.refresh_token", notNullValue())
        .body("data.expires_in", equalTo(3600));
  }

  @Test
  void findsTheAccountHoweverItsAddressIsWritten() {
    People.login("  ROOT@muster.Test ", AuthProfile.ADMIN_PASSWORD).then().statusCode(200);
  }

  @Test
  void theFirstAdministratorIsAdminAndUser() {
    People.me(People.admin().access()).then().body("roles", contains("admin", "user"));
  }

  @Test
  void doesTheSameWorkAndSaysTheSameForUnknownWrongAndDisabled() {
    People.LoggedIn known = People.user();
    Response wrong = counted(known.email(), "not the password");
    Response unknown = counted("nobody@muster.test", PASSWORD);
    Response malformed = counted("no address at all", PASSWORD);
    sql.run("UPDATE account SET disabled_at = now() WHERE email = '" + known.email() + "'");
    Response disabled = counted(known.email(), PASSWORD);

    for (Response response : new Response[] {wrong, unknown, malformed, disabled}) {
      response.then().statusCode(401).body("code", equalTo(1002));
      assertThat(response.jsonPath().getString("detail"))
          .isEqualTo(wrong.jsonPath().getString("detail"));
    }
    People.refresh(known.refresh()).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "' OR '1'='1' --",
        "root@muster.test' --",
        "root@muster.test\u0000",
        "root@muster.test\r\nX-Evil: 1",
        "*",
        "%"
      })
  void whatLooksLikeSqlOrAHeaderIsAWrongAddress(String email) {
    Response answer = People.login(email, AuthProfile.ADMIN_PASSWORD);
    answer.then().statusCode(401).body("code", equalTo(1002));
    assertThat(answer.headers().hasHeaderWithName("X-Evil")).isFalse();
    People.login(AuthProfile.ADMIN_EMAIL, "' OR '1'='1").then().statusCode(401);
  }

  @Test
  void aClientMayCallItselfWhatItLikes() {
    String name = "'; DROP TABLE session; --";
    People.LoggedIn user = People.user();
    People.json(Map.of("email", user.email(), "password", PASSWORD))
        .header("User-Agent", name)
        .post("/api/v1/auth/login")
        .then()
        .statusCode(200);
    People.as(user)
        .get("/api/v1/users/me/sessions")
        .then()
        .statusCode(200)
        .body("items.user_agent", hasItem(name));
  }

  @Test
  void aStaleTokenBesidesDoesNotMatter() {
    People.json(Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD))
        .auth()
        .oauth2("stale")
        .post("/api/v1/auth/login")
        .then()
        .statusCode(200);
  }

  @Test
  void refusesOverLongAndUnknownFields() {
    People.login("a@b.c", "p".repeat(1025)).then().statusCode(400).body("code", equalTo(1001));
    People.login("a@b.c", "p".repeat(1_000_000)).then().body("errors.field", contains("password"));
    People.login("a@b.c", "p".repeat(1_100_000)).then().statusCode(413);
    People.login("a".repeat(255), PASSWORD).then().body("errors.field", contains("email"));
    People.json(Map.of("email", "a@b.c", "password", PASSWORD, "remember", true))
        .post("/api/v1/auth/login")
        .then()
        .statusCode(400)
        .body("errors.field", contains("remember"));
  }

  @Test
  void remembersWhereTheSessionWasOpened() {
    People.json(Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD))
        .header("User-Agent", "probe/" + "9".repeat(400))
        .header("X-Forwarded-For", "192.0.2.1, 2001:db8::9")
        .post("/api/v1/auth/login")
        .then()
        .statusCode(200);
    assertThat(
            sql.number(
                "SELECT count(*) FROM session WHERE user_agent LIKE 'probe/%'"
                    + " AND length(user_agent) = 200 AND ip = '2001:db8:0:0:0:0:0:9'"))
        .isEqualTo(1);
  }

  /** Not by the clock: what takes the time is one bcrypt, and there is exactly one. */
  private Response counted(String email, String password) {
    long before = computed();
    Response response = People.login(email, password);
    assertThat(computed() - before).isEqualTo(1);
    return response;
  }

  private long computed() {
    return metrics.get("muster.password.bcrypt").timer().count();
  }
}
