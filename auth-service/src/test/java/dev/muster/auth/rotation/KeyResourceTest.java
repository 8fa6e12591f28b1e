package dev.muster.auth.rotation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.muster.auth.Announced;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class KeyResourceTest {
  private static final String KEYS = "/api/v1/auth/keys";

  @Inject RedisDataSource redis;
  @Inject TestSql sql;

  @Test
  void isForAdministratorsAndTellsNothingOfTheKey() {
    given().get(KEYS).then().statusCode(401);
    People.as(People.user()).get(KEYS).then().statusCode(403);
    People.as(People.user()).post(KEYS + "/rotate").then().statusCode(403);
    People.as(People.user()).delete(KEYS + "/x").then().statusCode(403);
    Response list = People.as(People.admin()).get(KEYS);
    list.then().statusCode(200).body("items.state", hasItem("active"));
    assertThat(list.asString()).doesNotContain("private", "sealed");
  }

  @Test
  void aTokenOfBeforeTheRotationIsGoodAfterIt() throws Exception {
    People.LoggedIn user = People.user();
    Response asked = rotate();
    asked.then().statusCode(200).body("state", equalTo("pending"));
    String next = asked.jsonPath().getString("kid");
    given().get("/.well-known/jwks.json").then().body("keys.kid", hasItem(next));
    assertThat(kid(People.user())).isNotEqualTo(next);
    rotate().then().body("kid", equalTo(next), "state", equalTo("pending"));

    sql.run(
        "UPDATE signing_key SET created_at = created_at - interval '1 hour',"
            + " activate_at = activate_at - interval '1 hour' WHERE state = 'pending'");
    rotate().then().body("kid", equalTo(next), "state", equalTo("active"));
    assertThat(kid(People.user())).isEqualTo(next);
    People.me(user.access()).then().statusCode(200);
  }

  @Test
  void whatARevokedKeySignedIsRefusedAtOnceEverywhere() throws Exception {
    People.LoggedIn user = People.user();
    People.me(user.access()).then().statusCode(200);
    String leaked = kid(user);
    try (Announced announced = new Announced(redis)) {
      People.as(People.admin()).delete(KEYS + "/" + leaked).then().statusCode(200);
      RevocationNotice notice = announced.about(leaked);
      assertThat(notice.kind()).isEqualTo(RevocationNotice.Kind.SIGNING_KEY);
    }
    People.me(user.access()).then().statusCode(401);
    given().get("/.well-known/jwks.json").then().body("keys.kid", not(hasItem(leaked)));
    Response renewed = People.refresh(user.refresh());
    renewed.then().statusCode(200);
    People.me(renewed.jsonPath().getString("access_token")).then().statusCode(200);
    assertThat(kid(People.user())).isNotEqualTo(leaked);
    People.asGateway()
        .get("/internal/revocations")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(leaked), "items.kind", hasItem("signing_key"));

    People.as(People.admin()).delete(KEYS + "/" + leaked).then().statusCode(200);
  }

  @Test
  void aKeyThatNeverWasCannotBeRevoked() {
    for (String kid : List.of("x", "a".repeat(43), "%00", "'; DROP TABLE signing_key;--")) {
      People.as(People.admin())
          .delete(KEYS + "/{kid}", kid)
          .then()
          .statusCode(404)
          .body("code", equalTo(2001));
    }
  }

  private static Response rotate() {
    return People.as(People.admin()).post(KEYS + "/rotate");
  }

  private static String kid(People.LoggedIn who) throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setCompactSerialization(who.access());
    return jws.getKeyIdHeaderValue();
  }
}
