package dev.muster.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.auth.Announced;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class LogoutTest {
  @Inject RedisDataSource redis;

  @Test
  void killsAccessAndRefreshTokenAtOnce() {
    People.LoggedIn user = People.user();
    given()
        .auth()
        .oauth2(user.access())
        .post("/api/auth/logout")
        .then()
        .statusCode(200)
        .body("code", equalTo(0), "data", anEmptyMap());
    People.me(user.access()).then().statusCode(401).body("code", equalTo(1002));
    People.refresh(user.refresh()).then().statusCode(401);
    People.logout(user).then().statusCode(401);
  }

  @Test
  void leavesTheUsersOtherSessionsOpen() {
    People.LoggedIn user = People.user();
    People.LoggedIn other = People.loggedIn(user.email(), People.PASSWORD);
    People.logout(user).then().statusCode(200);
    People.me(other.access()).then().statusCode(200);
  }

  @Test
  void tellsEverybodyAndKeepsItForWhoeverAsksLater() throws Exception {
    People.LoggedIn user = People.user();
    String session = sessionOf(user);
    RevocationNotice notice;
    try (Announced announced = new Announced(redis)) {
      People.logout(user).then().statusCode(200);
      notice = announced.about(session);
    }

    assertThat(notice.kind()).isEqualTo(RevocationNotice.Kind.SESSION);
    People.asGateway()
        .get("/internal/revocations")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(session), "items.kind", hasItem("session"))
        .body("items.find { it.id == '" + session + "' }.until", equalTo((int) notice.until()));
  }

  @Test
  void whatARefreshGotInTheSameMomentIsDeadToo() throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 5; round++) {
        People.LoggedIn user = People.user();
        Future<Response> renewal = clients.submit(() -> People.refresh(user.refresh()));
        Future<Response> logout = clients.submit(() -> People.logout(user));
        logout.get().then().statusCode(200);
        Response renewed = renewal.get();
        if (renewed.statusCode() == 200) {
          People.me(renewed.jsonPath().getString("access_token")).then().statusCode(401);
          People.refresh(renewed.jsonPath().getString("refresh_token")).then().statusCode(401);
        }
        People.refresh(user.refresh()).then().statusCode(401);
      }
    }
  }

  @Test
  void needsAToken() {
    given().post("/api/auth/logout").then().statusCode(401).body("code", equalTo(1002));
  }

  private static String sessionOf(People.LoggedIn user) throws Exception {
    return new JwtConsumerBuilder()
        .setSkipAllValidators()
        .setSkipSignatureVerification()
        .build()
        .processToClaims(user.access())
        .getStringClaimValue("sid");
  }
}
