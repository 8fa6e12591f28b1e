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
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class KeyResourceTest {
  private static final String KEYS = "/api/v1/auth/keys";

  @Inject RedisDataSource redis;
  @Inject TestSql sql;
  @Inject Rotation rotation;

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
  void whatAdministratorsDoToKeysIsOnRecordOnce() throws Exception {
    String admin = People.idOf(People.admin());
    rotate(admin + "-before");
    String active = kid(People.user());
    sql.run("DELETE FROM signing_key WHERE state = 'pending'");

    String next = rotate(admin + "-1").jsonPath().getString("kid");
    assertThat(sql.audited(admin + "-1")).containsExactly(line("rotate", "user " + admin, next));
    rotate(admin + "-2");
    assertThat(sql.audited(admin + "-2")).isEmpty();

    for (String request : List.of(admin + "-3", admin + "-4")) {
      People.as(People.admin())
          .header("X-Request-ID", request)
          .delete(KEYS + "/" + active)
          .then()
          .statusCode(200);
    }
    assertThat(sql.audited(admin + "-3"))
        .containsExactly(line("activate", "system", next), line("revoke", "user " + admin, active));
    assertThat(sql.audited(admin + "-4")).isEmpty();
  }

  @Test
  void whatTheScheduleDoesToKeysIsOnRecordAsTheSystems() {
    sql.run("DELETE FROM signing_key WHERE state = 'pending'");
    sql.run(
        "UPDATE signing_key SET created_at = created_at - interval '1 year',"
            + " activated_at = activated_at - interval '1 year' WHERE state = 'active'");
    rotation.step();
    String next = sql.text("SELECT kid FROM signing_key WHERE state = 'pending'");
    sql.run(
        "UPDATE signing_key SET created_at = created_at - interval '1 hour',"
            + " activate_at = now() WHERE state = 'pending'");
    assertThat(rotation.step()).isTrue();
    assertThat(rotation.step()).isFalse();
    assertThat(
            sql.text(
                "SELECT string_agg(concat_ws(' ', action, actor_kind, actor_id), ', ' ORDER BY at)"
                    + " FROM audit WHERE target_id = '"
                    + next
                    + "'"))
        .isEqualTo("signing_key.create system, signing_key.activate system");
    assertThat(
            sql.number(
                "SELECT count(*) FROM audit WHERE target_id = '"
                    + next
                    + "' AND (address IS NOT NULL OR request_id IS NOT NULL)"))
        .isZero();
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
    return rotate(UUID.randomUUID().toString());
  }

  private static Response rotate(String request) {
    return People.as(People.admin()).header("X-Request-ID", request).post(KEYS + "/rotate");
  }

  private static String line(String verb, String actor, String kid) {
    return "signing_key." + verb + " ok 0 " + actor + " signing_key " + kid + " {}";
  }

  private static String kid(People.LoggedIn who) throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setCompactSerialization(who.access());
    return jws.getKeyIdHeaderValue();
  }
}
