package dev.muster.kit.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class SafetyHeadersTest {
  AuthServer auth;

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/samples/bare", "/api/samples/fail/bug", "/none", "/q/health", "/health"})
  void everyAnswerHasThemErrorsToo(String path) {
    given()
        .get(path)
        .then()
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Strict-Transport-Security", nullValue());
  }

  @Test
  void whatAnAnswerBringsItselfIsLeftAlone() {
    given()
        .header("Authorization", "Bearer x")
        .get("/api/limited/page")
        .then()
        .statusCode(200)
        .header("Content-Security-Policy", "default-src 'self'")
        .header("Cache-Control", "max-age=60")
        .header("X-Content-Type-Options", "nosniff");
  }

  @Test
  void whatCredentialsWereShownForIsNotKept() {
    given()
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "user"))
        .get("/api/samples/me")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store");
    given().get("/api/samples/bare").then().header("Cache-Control", nullValue());
  }

  @Test
  void tlsAtTheProxyIsKeptTo() {
    given()
        .header("X-Forwarded-Proto", "https")
        .get("/api/samples/bare")
        .then()
        .header("Strict-Transport-Security", "max-age=31536000");
    given()
        .header("X-Forwarded-Proto", "https, http")
        .get("/api/samples/bare")
        .then()
        .header("Strict-Transport-Security", nullValue());
  }

  @Test
  void pagesOfTheAllowListMayAskAndOthersMayNot() {
    given()
        .header("Origin", "https://console.example.org")
        .get("/api/samples/bare")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "https://console.example.org");
    given()
        .header("Origin", "https://branch.pages.example.org")
        .get("/api/samples/bare")
        .then()
        .statusCode(200);
    given()
        .header("Origin", "https://evil.example.org")
        .get("/api/samples/bare")
        .then()
        .statusCode(403)
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void aPreflightIsAnsweredForTheAllowListOnly() {
    given()
        .header("Origin", "https://console.example.org")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "X-CSRF-Token")
        .options("/api/samples")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Headers", equalTo("X-CSRF-Token"));
    given()
        .header("Origin", "https://evil.example.org")
        .header("Access-Control-Request-Method", "POST")
        .options("/api/samples")
        .then()
        .statusCode(403);
  }
}
