package dev.muster.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.muster.auth.Announced;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

/** RFC 7009 and RFC 7662. */
@QuarkusTest
@TestProfile(AuthProfile.class)
class GivenBackTest {
  @Inject RedisDataSource redis;

  @Test
  void anAccessTokenGivenBackIsDeadAndItsSessionLives() throws Exception {
    People.LoggedIn user = People.user();
    String jti = claims(user.access()).getJwtId();
    try (Announced announced = new Announced(redis)) {
      revoke(user.access()).then().statusCode(200);
      assertThat(announced.about(jti).kind()).isEqualTo(RevocationNotice.Kind.TOKEN);
    }
    People.me(user.access()).then().statusCode(401);
    introspect(user.access()).body("active", equalTo(false)).body("$", aMapWithSize(1));
    People.refresh(user.refresh()).then().statusCode(200);
  }

  @Test
  void aRefreshTokenGivenBackEndsItsFamily() {
    People.LoggedIn user = People.user();
    String child = People.refresh(user.refresh()).jsonPath().getString("refresh_token");
    revoke(user.refresh()).then().statusCode(200);
    People.me(user.access()).then().statusCode(401);
    People.refresh(child).then().statusCode(401);
    introspect(child).body("active", equalTo(false));
    revoke(user.refresh()).then().statusCode(200);
  }

  @Test
  void whatIsNoTokenIsGivenBackAlready() {
    for (String none : List.of("x", "a.b.c", "ey.ey.ey", "\u0000", "🔑")) {
      revoke(none).then().statusCode(200);
      introspect(none).body("active", equalTo(false)).body("$", aMapWithSize(1));
    }
    for (String path : List.of("/oauth2/revoke", "/oauth2/introspect")) {
      given()
          .auth()
          .preemptive()
          .basic("ws-gateway", AuthProfile.GATEWAY_SECRET)
          .formParam("token_type_hint", "access_token")
          .post(path)
          .then()
          .statusCode(400)
          .body("error", equalTo("invalid_request"));
    }
    revoke("x".repeat(8193)).then().statusCode(400);
  }

  @Test
  void aWrongSecretIsRefusedWhateverTheToken() {
    People.LoggedIn user = People.user();
    for (String path : List.of("/oauth2/revoke", "/oauth2/introspect")) {
      given()
          .auth()
          .preemptive()
          .basic("ws-gateway", "wrong")
          .formParam("token", user.access())
          .post(path)
          .then()
          .statusCode(401)
          .body("error", equalTo("invalid_client"));
    }
    People.me(user.access()).then().statusCode(200);
  }

  @Test
  void aServiceIsToldWhatATokenIs() throws Exception {
    People.LoggedIn user = People.user();
    JwtClaims claims = claims(user.access());
    introspect(user.access())
        .body("active", equalTo(true), "token_type", equalTo("Bearer"))
        .body("sub", equalTo(claims.getSubject()), "jti", equalTo(claims.getJwtId()))
        .body("exp", equalTo((int) claims.getExpirationTime().getValue()))
        .body("roles", contains("user"), "$", not(hasKey("client_id")));
    introspect(user.refresh())
        .body("active", equalTo(true), "sub", equalTo(claims.getSubject()))
        .body("sid", equalTo(claims.getStringClaimValue("sid")), "$", not(hasKey("token_type")));
    String service =
        People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
            .jsonPath()
            .getString("access_token");
    introspect(service).body("client_id", equalTo("ws-gateway"), "roles", contains("service"));
  }

  @Test
  void nobodyElseIsTold() {
    People.LoggedIn user = People.user();
    given().formParam("token", user.access()).post("/oauth2/introspect").then().statusCode(401);
    People.as(user)
        .formParam("token", user.access())
        .post("/oauth2/introspect")
        .then()
        .statusCode(401);
  }

  private static Response revoke(String token) {
    return given()
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParam("token", token)
        .post("/oauth2/revoke");
  }

  private static ValidatableResponse introspect(String token) {
    return given()
        .auth()
        .preemptive()
        .basic("ws-gateway", AuthProfile.GATEWAY_SECRET)
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParam("token", token)
        .post("/oauth2/introspect")
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-store"));
  }

  private static JwtClaims claims(String jwt) throws Exception {
    return new JwtConsumerBuilder()
        .setSkipAllValidators()
        .setSkipSignatureVerification()
        .build()
        .processToClaims(jwt);
  }
}
