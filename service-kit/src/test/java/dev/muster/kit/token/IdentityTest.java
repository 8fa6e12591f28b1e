package dev.muster.kit.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.TokenShape;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class IdentityTest {
  private static final String USER = "018f3c5e-7a00-7000-8000-000000000002";

  AuthServer auth;
  @Inject Revocations revocations;
  @Inject ChannelPublisher publisher;

  @Test
  void userIsKnownByItsToken() {
    me(auth.token(USER, "user"))
        .statusCode(200)
        .body("data.id", equalTo(USER))
        .body("data.admin", equalTo(false));
    me(auth.token(USER, "user", "admin")).body("data.admin", equalTo(true));
  }

  @Test
  void requestWithoutTokenIsNotAuthenticated() {
    given()
        .get("/api/samples/me")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .body("code", equalTo(1002));
  }

  @Test
  void badTokenIsNotAuthenticated() {
    me("x.y.z")
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        .body("code", equalTo(1002));
  }

  @Test
  void expiredTokenIsNotAuthenticated() {
    Instant twoHoursAgo = Instant.now().minusSeconds(7_200);
    me(TokenShape.of(twoHoursAgo, USER, "user").signedBy(auth.key()))
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        .body("code", equalTo(1002));
  }

  @Test
  void badTokenIsNoHindranceWhereNoneIsNeeded() {
    given().header("Authorization", "Bearer x.y.z").get("/api/samples/bare").then().statusCode(200);
  }

  @Test
  void otherRoleIsForbidden() {
    me(auth.token(USER, "agent")).statusCode(403).body("code", equalTo(1003));
  }

  @Test
  void internalPathsAreForServicesOnly() {
    given()
        .get("/internal/samples")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo(1002));
    for (String path :
        List.of("/internal;x/samples", "//internal/samples", "/internal/samples;x")) {
      given().urlEncodingEnabled(false).get(path).then().statusCode(401);
    }
    internal(auth.token(USER, "admin")).statusCode(403).body("code", equalTo(1003));
    internal(auth.token("ws-gateway", "service"))
        .statusCode(200)
        .body("service", equalTo("ws-gateway"));
  }

  @Test
  void noticeOnTheChannelEndsTheSession() throws Exception {
    long now = Instant.now().getEpochSecond();
    RevocationNotice notice =
        new RevocationNotice(RevocationNotice.Kind.SESSION, "s-2", now + 1, now + 3_600);
    CountDownLatch heard = new CountDownLatch(1);
    revocations.onRevoked(
        revoked -> {
          if (revoked.equals(notice)) {
            heard.countDown();
          }
        });
    String token = TokenShape.of(USER, "user").claim("sid", "s-2").signedBy(auth.key());
    me(token).statusCode(200);
    // Listed and announced: whichever way is up first.
    auth.listRevocation(notice.toJson());
    publisher.publish(RedisNames.IDENTITY_REVOKED, notice.toJson());
    assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    me(token).statusCode(401);
  }

  @Test
  void tokensOfAnOldKeyStayGoodWhileItIsPublished() {
    me(auth.token(USER, "user")).statusCode(200);
    String before = auth.token(USER, "user");
    auth.rotate();
    me(before).statusCode(200);
  }

  @Test
  void revokedSessionIsRefusedAlthoughItsTokenWasCached() {
    long now = Instant.now().getEpochSecond();
    String token = TokenShape.of(USER, "user").claim("sid", "s-1").signedBy(auth.key());
    me(token).statusCode(200);
    revocations.accept(
        new RevocationNotice(RevocationNotice.Kind.SESSION, "s-1", now + 1, now + 3_600));
    me(token).statusCode(401);
  }

  private static ValidatableResponse me(String token) {
    return given().header("Authorization", "Bearer " + token).get("/api/samples/me").then();
  }

  private static ValidatableResponse internal(String token) {
    return given().header("Authorization", "Bearer " + token).get("/internal/samples").then();
  }
}
