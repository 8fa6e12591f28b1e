package dev.muster.kit.limit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Quotas are those of this module's {@code application.properties}. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class LimitsTest {
  AuthServer auth;
  @Inject Buckets buckets;

  @Test
  void answersSayHowThingsStandAndARefusalWhenToComeBack() {
    String address = address();
    from(address)
        .post("/api/limited/address")
        .then()
        .statusCode(200)
        .header("RateLimit", "\"setup\";r=1;t=1800")
        .header("RateLimit-Policy", "\"setup\";q=2;w=3600")
        .header("Retry-After", nullValue())
        .body("data.client", equalTo(address));
    from(address).post("/api/limited/address").then().statusCode(200);
    from(address)
        .post("/api/limited/address")
        .then()
        .statusCode(429)
        .header("Retry-After", "1800")
        .header("RateLimit", "\"setup\";r=0;t=3600")
        .header("RateLimit-Policy", "\"setup\";q=2;w=3600")
        .body("code", equalTo(4291))
        .body("data", nullValue());
    from(address)
        .post("/api/v1/limited/address")
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("code", equalTo(4291));
    from(address()).post("/api/limited/address").then().statusCode(200);
  }

  @Test
  void aLongerForwardedForGetsNoBucketOfItsOwn() {
    String address = address();
    exhaust(address);
    from("203.0.113.77, " + address).post("/api/limited/address").then().statusCode(429);
    given()
        .header("X-Forwarded-For", "203.0.113.78")
        .header("X-Forwarded-For", address)
        .post("/api/limited/address")
        .then()
        .statusCode(429);
  }

  @Test
  void movingThroughOnesOwnIpv6NetworkGetsNoFreshBucket() {
    String network = "2001:db8:%x:%x:".formatted(random(), random());
    exhaust(network + ":1");
    from(network + "dead:beef:1:2").post("/api/limited/address").then().statusCode(429);
    from("[" + network + ":77]:1234").post("/api/limited/address").then().statusCode(429);
  }

  @Test
  void otherCapitalsAreNoOtherAccountAndAnotherAddressIs() {
    String name = "Ann" + UUID.randomUUID();
    String address = address();
    account(address, name).statusCode(204);
    account(address, name.toUpperCase(Locale.ROOT)).statusCode(204);
    account(address, "%20" + name.toLowerCase(Locale.ROOT) + "%20")
        .statusCode(429)
        .header("RateLimit", "\"login\";r=997;t=11, \"login-account\";r=0;t=3600")
        .header("RateLimit-Policy", "\"login\";q=1000;w=3600, \"login-account\";q=2;w=3600");
    account(address(), name).statusCode(204);
  }

  @Test
  void aCallerIsLimitedWhereverItCallsFromAndAServiceIsNot() {
    String user = auth.token(Ids.next().toString(), "user");
    caller(user, address()).statusCode(204);
    caller(user, address()).statusCode(204);
    caller(user, address()).statusCode(429);
    caller(auth.token(Ids.next().toString(), "user"), address()).statusCode(204);
    String service = auth.token("ws-gateway", "service");
    for (int i = 0; i < 5; i++) {
      caller(service, address()).statusCode(204).header("RateLimit", nullValue());
    }
  }

  @Test
  void whoShowsNoCredentialsMayAskOnlySoMuchOfAReplica() {
    String address = address();
    from(address).get("/api/samples/bare").then().statusCode(200).header("RateLimit", nullValue());
    while (buckets.spendHere(Limit.ANONYMOUS, address).allowed()) {
      // Until it is empty.
    }
    from(address)
        .get("/api/samples/bare")
        .then()
        .statusCode(429)
        .header("Retry-After", "9")
        .body("code", equalTo(4291));
    from(address).get("/nowhere").then().statusCode(429);
    from(address).get("/healthy").then().statusCode(429);
    from(address)
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .get("/api/samples/bare")
        .then()
        .statusCode(429);
    from(address)
        .urlEncodingEnabled(false)
        .get("/q/%2e%2e/api/samples/bare")
        .then()
        .statusCode(429);
    from(address).get("/q/health/live").then().statusCode(200);
    from(address).get("/health").then().statusCode(200);
    from(address)
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "user"))
        .get("/api/samples/me")
        .then()
        .statusCode(200);
    from(address()).get("/api/samples/bare").then().statusCode(200);
  }

  private void exhaust(String address) {
    from(address).post("/api/limited/address").then().statusCode(200);
    from(address).post("/api/limited/address").then().statusCode(200);
    from(address).post("/api/limited/address").then().statusCode(429);
  }

  private static ValidatableResponse account(String address, String name) {
    return from(address).urlEncodingEnabled(false).post("/api/v1/limited/account/" + name).then();
  }

  private static ValidatableResponse caller(String token, String address) {
    return from(address).auth().oauth2(token).post("/api/v1/limited/caller").then();
  }

  private static RequestSpecification from(String forwardedFor) {
    return given().header("X-Forwarded-For", forwardedFor);
  }

  /** One that no other test has. */
  private static String address() {
    return "198.18.%d.%d".formatted(random() & 0xff, random() & 0xff);
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt(1, 0x10000);
  }
}
