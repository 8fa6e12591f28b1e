package dev.muster.auth.apikey;

import static dev.muster.auth.apikey.Keys.KEY;
import static dev.muster.auth.apikey.Keys.KEYS;
import static dev.muster.auth.apikey.Keys.as;
import static dev.muster.auth.apikey.Keys.made;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.id.Ids;
import dev.muster.kit.apikey.KeyUses;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class ApiKeyUseTest {
  @Inject TestSql sql;
  @Inject ApiKeys keys;
  @Inject KeyUses uses;

  @Test
  void serviceIsToldWhoTheKeyIsFor() {
    Keys.Made key = made(People.user(), "tasks:write", "agents:read");
    Keys.internal(key.appKey())
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("id", equalTo(key.id()), "owner_id", equalTo(key.ownerId()))
        .body("roles", equalTo(List.of("user")))
        .body("scopes", equalTo(List.of("agents:read", "tasks:write")))
        .body("secret", equalTo(key.secret()));
  }

  @Test
  void onlyServicesAreTold() {
    Keys.Made key = made(People.user(), "tasks:read");
    String path = "/internal/api-keys/" + key.appKey();
    given().get(path).then().statusCode(401);
    as(People.admin()).get(path).then().statusCode(403);
    made(People.admin(), "admin").with().get(path).then().statusCode(403);
    for (String none : List.of("mk_1", key.id(), "mk_" + "0".repeat(32))) {
      Keys.internal(none).then().statusCode(404).body("code", equalTo(2001));
    }
  }

  @Test
  void keyOfADisabledOwnerIsNone() {
    Keys.Made key = made(People.user(), "tasks:read");
    sql.run("UPDATE account SET disabled_at = now() WHERE id = '" + key.ownerId() + "'");
    Keys.internal(key.appKey()).then().statusCode(404);
    key.with().get(KEYS).then().statusCode(401).body("code", equalTo(1002));
    sql.run("UPDATE account SET disabled_at = NULL WHERE id = '" + key.ownerId() + "'");
    Keys.internal(key.appKey()).then().statusCode(200);
  }

  @Test
  void disabledOwnerMakesNoKeys() {
    People.LoggedIn user = People.user();
    sql.run("UPDATE account SET disabled_at = now() WHERE email = '" + user.email() + "'");
    Keys.make(user, Map.of("name", "k", "scopes", List.of("tasks:read")))
        .then()
        .statusCode(401)
        .body("code", equalTo(1002));
  }

  @Test
  void keyOfADeletedOwnerGoesWithIt() {
    Keys.Made key = made(People.user(), "tasks:read");
    sql.run("DELETE FROM account WHERE id = '" + key.ownerId() + "'");
    Keys.internal(key.appKey()).then().statusCode(404);
  }

  @Test
  void expiredKeyIsNone() {
    Keys.Made key = made(People.user(), "tasks:read");
    sql.run(
        "UPDATE api_key SET created_at = now() - interval '2 s', expires_at = now() WHERE id = '"
            + key.id()
            + "'");
    Keys.internal(key.appKey()).then().statusCode(404);
    key.with().get(KEYS).then().statusCode(401);
  }

  @Test
  void formerAdministratorsKeyLosesTheScopeAdmin() {
    People.LoggedIn user = People.user();
    String account = " WHERE email = '" + user.email() + "'";
    sql.run("UPDATE account SET roles = '{admin,user}'" + account);
    Keys.Made key = made(user, "admin", "tasks:read");
    Keys.internal(key.appKey()).then().body("scopes", hasItems("admin", "tasks:read"));
    sql.run("UPDATE account SET roles = '{user}'" + account);
    Keys.internal(key.appKey())
        .then()
        .body("roles", equalTo(List.of("user")), "scopes", equalTo(List.of("tasks:read")));
  }

  @Test
  void keyWorksHereToo() {
    Keys.Made key = made(People.admin(), "admin");
    key.with().get(KEYS).then().statusCode(200).body("items.id", hasItem(key.id()));
    key.with().get("/api/v1/auth/me").then().statusCode(200).body("id", equalTo(key.ownerId()));
    made(People.user(), "tasks:read", "tasks:write", "agents:read", "agents:write", "jobs:write")
        .with()
        .get("/api/v1/auth/me")
        .then()
        .statusCode(403)
        .body("code", equalTo(1003), "detail", equalTo("the scope admin is missing"));
  }

  @Test
  void deletedKeyIsRefusedAtOnceAlthoughItWasKnown() {
    Keys.Made key = made(People.admin(), "admin");
    key.with().get(KEYS).then().statusCode(200);
    key.with().delete(KEY, key.id()).then().statusCode(200);
    key.with().get(KEYS).then().statusCode(401).body("code", equalTo(1002));
  }

  @Test
  void useIsWrittenAtMostOnceAMinute() {
    Keys.Made key = made(People.admin(), "admin");
    UUID id = UUID.fromString(key.id());
    key.with().get(KEYS).then().statusCode(200);
    uses.tell();
    as(People.admin()).get(KEY, id).then().body("last_used_at", notNullValue());
    sql.run(
        "UPDATE api_key SET created_at = now() - interval '1 hour',"
            + " last_used_at = now() - interval '30 s' WHERE id = '"
            + id
            + "'");
    keys.used(Set.of(id));
    assertThat(secondsSinceUse(id)).isBetween(29L, 50L);
    sql.run("UPDATE api_key SET last_used_at = now() - interval '61 s' WHERE id = '" + id + "'");
    keys.used(Set.of(id));
    assertThat(secondsSinceUse(id)).isLessThan(20);
  }

  @Test
  void usesThatServicesTellAreWritten() {
    Keys.Made key = made(People.user(), "tasks:read");
    used(Map.of("ids", List.of(key.id(), Ids.next().toString()))).statusCode(204);
    assertThat(secondsSinceUse(UUID.fromString(key.id()))).isLessThan(20);
    used(Map.of("ids", Collections.nCopies(1_001, key.id()))).statusCode(400);
    used(Map.of("ids", List.of("x"))).statusCode(400);
    used(Map.of()).statusCode(400);
    as(People.admin())
        .contentType("application/json")
        .body(Map.of("ids", List.of()))
        .post("/internal/api-keys/uses")
        .then()
        .statusCode(403);
  }

  private static ValidatableResponse used(Map<String, ?> body) {
    return Keys.service()
        .contentType("application/json")
        .body(body)
        .post("/internal/api-keys/uses")
        .then();
  }

  private long secondsSinceUse(UUID id) {
    return sql.number(
        "SELECT floor(extract(epoch FROM now() - last_used_at)) FROM api_key WHERE id = '"
            + id
            + "'");
  }
}
