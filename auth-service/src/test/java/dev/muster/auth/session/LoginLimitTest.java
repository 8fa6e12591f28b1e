package dev.muster.auth.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class LoginLimitTest {
  @Inject Buckets buckets;
  private final String address = address();

  @Test
  void anAddressThatTriedTooOftenIsSentAwayEvenWithTheRightPassword() {
    exhaust(Limit.LOGIN);
    admin(address)
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .header("RateLimit", startsWith("\"login\";r=0;t="))
        .body("code", equalTo(4291));
    admin("203.0.113.5, " + address).statusCode(429);
    admin(address()).statusCode(200);
  }

  @Test
  void oneAccountIsCountedHoweverItIsWrittenAndForEachAddressApart() {
    String email = "limited@muster.test";
    login(address, email).then().header("RateLimit", left(19999, 19999));
    login(address, email.toUpperCase(Locale.ROOT))
        .then()
        .statusCode(401)
        .header("RateLimit", left(19998, 19998));
    login(address, "  Limited@Muster.Test ").then().header("RateLimit", left(19997, 19997));
    login(address, "other@muster.test").then().header("RateLimit", left(19996, 19999));
    login(address(), email).then().header("RateLimit", left(19999, 19999));
  }

  @Test
  void refreshesRegistrationsAndTokensAreLimitedToo() {
    People.LoggedIn admin = People.admin();
    for (Limit limit : new Limit[] {Limit.REFRESH, Limit.REGISTER, Limit.TOKEN}) {
      exhaust(limit);
    }
    People.json(Map.of("refresh_token", admin.refresh()))
        .header("X-Forwarded-For", address)
        .post("/api/v1/auth/refresh")
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue());
    People.json(Map.of("email", "late@muster.test", "password", People.PASSWORD, "name", "L"))
        .auth()
        .oauth2(admin.access())
        .header("X-Forwarded-For", address)
        .post("/api/v1/auth/register")
        .then()
        .statusCode(429);
    given()
        .header("X-Forwarded-For", address)
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", "ws-gateway")
        .formParam("client_secret", AuthProfile.GATEWAY_SECRET)
        .post("/oauth2/token")
        .then()
        .statusCode(429);
    People.refresh(admin.refresh()).then().statusCode(200);
    People.login("late@muster.test", People.PASSWORD).then().statusCode(401);
  }

  private void exhaust(Limit limit) {
    while (buckets.spend(limit, address).allowed()) {
      // Until it is empty.
    }
  }

  private static Matcher<String> left(int ofAddress, int ofAccount) {
    return matchesPattern(
        "\"login\";r=%d;t=\\d+, \"login-account\";r=%d;t=\\d+".formatted(ofAddress, ofAccount));
  }

  private static ValidatableResponse admin(String forwardedFor) {
    return People.json(
            Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD))
        .header("X-Forwarded-For", forwardedFor)
        .post("/api/v1/auth/login")
        .then();
  }

  private static Response login(String forwardedFor, String email) {
    return People.json(Map.of("email", email, "password", "not the password"))
        .header("X-Forwarded-For", forwardedFor)
        .post("/api/v1/auth/login");
  }

  private static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "198.18.%d.%d".formatted(random.nextInt(256), random.nextInt(256));
  }
}
