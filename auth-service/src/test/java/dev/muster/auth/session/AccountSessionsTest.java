package dev.muster.auth.session;

import static dev.muster.auth.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.muster.auth.Announced;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class AccountSessionsTest {
  private static final String MINE = "/api/v1/users/me/sessions";

  @Inject RedisDataSource redis;
  @Inject TestSql sql;

  @Test
  void aUserSeesWhereItIsLoggedInAndWhichOneAsks() {
    People.LoggedIn first = People.user();
    People.LoggedIn second = People.loggedIn(first.email(), PASSWORD);
    People.as(second)
        .get(MINE)
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("items.current", contains(true, false))
        .body("items.ip", contains("127.0.0.1", "127.0.0.1"));
    People.logout(first);
    People.as(second).get(MINE).then().body("total", equalTo(1));
    People.as(second).queryParam("page", 2).get(MINE).then().body("items", hasSize(0));
  }

  @Test
  void aUserEndsAnotherOfItsSessions() throws Exception {
    People.LoggedIn old = People.user();
    People.LoggedIn now = People.loggedIn(old.email(), PASSWORD);
    String id = People.as(old).get(MINE).jsonPath().getString("items.find { it.current }.id");
    try (Announced announced = new Announced(redis)) {
      People.as(now).delete(MINE + "/" + id).then().statusCode(200).body("ended", equalTo(1));
      assertThat(announced.about(id).kind()).isEqualTo(RevocationNotice.Kind.SESSION);
    }
    People.me(old.access()).then().statusCode(401);
    People.refresh(old.refresh()).then().statusCode(401);
    People.me(now.access()).then().statusCode(200);
    People.as(now).delete(MINE + "/" + id).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void aSessionOfSomebodyElseIsNotFound() {
    People.LoggedIn user = People.user();
    People.LoggedIn other = People.user();
    String id = People.as(other).get(MINE).jsonPath().getString("items[0].id");
    for (String sid : new String[] {id, UUID.randomUUID().toString(), "x"}) {
      People.as(user).delete(MINE + "/" + sid).then().statusCode(404).body("code", equalTo(2001));
    }
    People.as(user)
        .delete("/api/v1/users/" + People.idOf(other) + "/sessions/" + id)
        .then()
        .statusCode(404);
    People.me(other.access()).then().statusCode(200);
  }

  @Test
  void anAdministratorEndsAllSessionsOfAUser() {
    People.LoggedIn one = People.user();
    People.LoggedIn two = People.loggedIn(one.email(), PASSWORD);
    String path = "/api/v1/users/" + People.idOf(one) + "/sessions";
    People.as(People.admin()).get(path).then().body("items.current", contains(false, false));
    People.as(People.admin()).delete(path).then().statusCode(200).body("ended", equalTo(2));
    for (People.LoggedIn each : new People.LoggedIn[] {one, two}) {
      People.me(each.access()).then().statusCode(401);
      People.refresh(each.refresh()).then().statusCode(401);
    }
    People.loggedIn(one.email(), PASSWORD);
    People.as(People.admin())
        .get("/api/v1/users/" + UUID.randomUUID() + "/sessions")
        .then()
        .statusCode(404);
  }

  @Test
  void nobodyNeedsToHearOfASessionWithoutALivingAccessToken() {
    People.LoggedIn user = People.user();
    String id = People.idOf(user);
    sql.run(
        "UPDATE session SET created_at = created_at - interval '1 day', last_used_at ="
            + " last_used_at - interval '1 day' WHERE account_id = '"
            + id
            + "'");
    long before = sql.number("SELECT count(*) FROM revocation");
    People.as(People.admin())
        .delete("/api/v1/users/" + id + "/sessions")
        .then()
        .body("ended", equalTo(1));
    assertThat(sql.number("SELECT count(*) FROM revocation")).isEqualTo(before);
    People.refresh(user.refresh()).then().statusCode(401);
  }
}
