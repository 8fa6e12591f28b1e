package dev.muster.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.auth.apikey.Keys;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests count under which limit; how limits work is the kit's to test. */
@QuarkusTest
@TestProfile(AuthProfile.class)
class EndpointLimitsTest {
  private static final Map<String, ?> NEW_KEY =
      Map.of("name", "k", "scopes", List.of("tasks:read"));

  @Inject Buckets buckets;
  private final String address = address();

  @Test
  void triesOfTheSetupTokenAreLimited() {
    exhaust(Limit.SETUP, address);
    refused(setUp(address), "setup");
    setUp(address()).then().statusCode(401);
  }

  @Test
  void changesOfAPasswordAreLimitedByUser() {
    People.LoggedIn user = People.user();
    exhaust(Limit.PASSWORD, People.idOf(user));
    refused(changePassword(user), "password");
    People.login(user.email(), People.PASSWORD).then().statusCode(200);
    changePassword(People.user()).then().statusCode(200);
  }

  @Test
  void makingKeysIsLimitedByUserAndOfAKeyByKey() {
    People.LoggedIn admin = People.secondAdmin();
    Keys.Made key = Keys.made(admin, "admin");
    String token = accessOf(key);
    exhaust(Limit.API_KEYS, key.id());
    refused(key.with().contentType("application/json").body(NEW_KEY).post(Keys.KEYS), "api-keys");
    refused(People.json(NEW_KEY).auth().oauth2(token).post(Keys.KEYS), "api-keys");
    Keys.made(admin, "tasks:read");
    exhaust(Limit.API_KEYS, key.ownerId());
    refused(People.json(NEW_KEY).auth().oauth2(admin.access()).post(Keys.KEYS), "api-keys");
    Keys.made(People.user(), "tasks:read");
  }

  @ParameterizedTest
  @CsvSource({"/oauth2/revoke,TOKEN,token", "/oauth2/introspect,INTROSPECT,introspect"})
  void oauthIsLimitedByAddress(String path, Limit limit, String name) {
    People.LoggedIn user = People.user();
    exhaust(limit, address);
    refused(asClient(address).formParam("token", user.access()).post(path), name);
    People.me(user.access()).then().statusCode(200);
    asClient(address()).formParam("token", "x").post(path).then().statusCode(200);
  }

  @Test
  void loginsAndRefreshesByCookieAreCountedAsOthers() {
    People.LoggedIn user = People.user();
    exhaust(Limit.LOGIN, address);
    exhaust(Limit.REFRESH, address);
    refused(
        People.json(Map.of("email", user.email(), "password", People.PASSWORD))
            .header("X-Forwarded-For", address)
            .header("X-Auth-Mode", "cookie")
            .post("/api/v1/auth/login"),
        "login");
    refused(
        People.json(Map.of())
            .header("X-Forwarded-For", address)
            .cookie("muster_refresh", user.refresh())
            .post("/api/v1/auth/refresh"),
        "refresh");
    People.refresh(user.refresh()).then().statusCode(200);
  }

  @Test
  void wrongKeysAreLimitedHereToo() {
    Keys.Made key = Keys.made(People.user(), "tasks:read");
    exhaust(Limit.KEY_REFUSED, address);
    given()
        .header("X-Forwarded-For", address)
        .header("X-App-Key", key.appKey())
        .header("X-App-Secret", "mks_wrong")
        .get("/api/v1/auth/me")
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue());
  }

  private static String accessOf(Keys.Made key) {
    return People.serviceToken(key.appKey(), key.secret()).jsonPath().getString("access_token");
  }

  private static Response setUp(String from) {
    return People.json(
            Map.of(
                "token", "another-token-of-this-test",
                "email", "late@muster.test",
                "password", People.PASSWORD,
                "name", "Late"))
        .header("X-Forwarded-For", from)
        .post("/api/v1/auth/setup");
  }

  private static Response changePassword(People.LoggedIn who) {
    return People.json(
            Map.of("current_password", People.PASSWORD, "new_password", "another long password"))
        .auth()
        .oauth2(who.access())
        .put("/api/v1/users/me/password");
  }

  private static RequestSpecification asClient(String from) {
    return given()
        .header("X-Forwarded-For", from)
        .auth()
        .preemptive()
        .basic("ws-gateway", AuthProfile.GATEWAY_SECRET);
  }

  private static ValidatableResponse refused(Response answer, String limit) {
    return answer
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .header("RateLimit", startsWith("\"" + limit + "\";r=0;t="))
        .body("code", equalTo(4291));
  }

  private void exhaust(Limit limit, String whose) {
    while (buckets.spend(limit, whose).allowed()) {
      // Until it is empty.
    }
  }

  private static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "198.19.%d.%d".formatted(random.nextInt(256), random.nextInt(256));
  }
}
