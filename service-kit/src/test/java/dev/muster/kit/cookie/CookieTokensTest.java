package dev.muster.kit.cookie;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.TokenShape;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class CookieTokensTest {
  AuthServer auth;
  @Inject Revocations revocations;

  @Test
  void theCookieIsAsGoodAsTheHeaderForReading() {
    String user = Ids.next().toString();
    cookie(auth.token(user, "user"))
        .get("/api/samples/me")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("data.id", equalTo(user));
  }

  @Test
  void aBadCookieIsNotAuthenticated() {
    for (String bad : new String[] {"x", "x.y.z", auth.token("u", "user") + "x"}) {
      cookie(bad).get("/api/samples/me").then().statusCode(401).body("code", equalTo(1002));
    }
  }

  @Test
  void whatChangesSomethingNeedsTheTokenOfThisSession() {
    String token = auth.token(Ids.next().toString(), "user");
    String foreign = auth.token(Ids.next().toString(), "user");
    change(token, CsrfToken.of(token)).statusCode(204);
    cookie(token).post("/api/v1/limited/caller").then().statusCode(403).body("code", equalTo(1003));
    for (String wrong :
        new String[] {"", "x", CsrfToken.of(foreign), CsrfToken.of(token) + "=", token}) {
      change(token, wrong).statusCode(403).body("code", equalTo(1003));
    }
  }

  @Test
  void theTokenOfARenewedSessionReplacesTheOldOne() {
    String user = Ids.next().toString();
    String before = auth.token(user, "user");
    String after = auth.token(user, "user");
    change(after, CsrfToken.of(before)).statusCode(403);
    change(after, CsrfToken.of(after)).statusCode(204);
  }

  @Test
  void aCookieBesidesAuthorizationDoesNotCount() {
    String user = Ids.next().toString();
    String other = auth.token(Ids.next().toString(), "user");
    cookie(other)
        .auth()
        .oauth2(auth.token(user, "user"))
        .get("/api/samples/me")
        .then()
        .body("data.id", equalTo(user));
    cookie(other)
        .auth()
        .oauth2(auth.token(user, "user"))
        .post("/api/v1/limited/caller")
        .then()
        .statusCode(204);
    cookie(other)
        .header("Authorization", "Bearer x.y.z")
        .get("/api/samples/me")
        .then()
        .statusCode(401);
  }

  @Test
  void theCookieOfASessionThatEndedIsRefused() {
    String session = Ids.next().toString();
    String token =
        TokenShape.of(Ids.next().toString(), "user").claim("sid", session).signedBy(auth.key());
    cookie(token).get("/api/samples/me").then().statusCode(200);
    long now = Instant.now().getEpochSecond();
    revocations.accept(
        new RevocationNotice(RevocationNotice.Kind.SESSION, session, now + 1, now + 3_600));
    cookie(token).get("/api/samples/me").then().statusCode(401).body("code", equalTo(1002));
    change(token, CsrfToken.of(token)).statusCode(401);
  }

  @Test
  void aCookieOpensNoInternalPath() {
    cookie(auth.token(Ids.next().toString(), "admin"))
        .get("/internal/samples")
        .then()
        .statusCode(403);
  }

  @Test
  void theTokenTellsNothingOfTheSessionAndIsItsOwn() {
    assertThat(CsrfToken.of("one")).hasSize(43).isEqualTo(CsrfToken.of("one"));
    assertThat(CsrfToken.of("one")).isNotEqualTo(CsrfToken.of("two"));
  }

  private static ValidatableResponse change(String token, String csrf) {
    return cookie(token).header(CsrfToken.HEADER, csrf).post("/api/v1/limited/caller").then();
  }

  private static RequestSpecification cookie(String token) {
    return given().cookie(SessionCookie.NAME, token);
  }
}
