package dev.muster.auth.apikey;

import static dev.muster.auth.apikey.Keys.KEY;
import static dev.muster.auth.apikey.Keys.KEYS;
import static dev.muster.auth.apikey.Keys.as;
import static dev.muster.auth.apikey.Keys.made;
import static dev.muster.auth.apikey.Keys.make;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class ApiKeysTest {
  @Inject TestSql sql;

  @Test
  void secretIsShownOnceAndStoredSealed() {
    People.LoggedIn user = People.user();
    String expiry = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS) + "";
    Map<String, Object> body =
        Map.of("name", " deploy ", "scopes", List.of("tasks:write"), "expires_at", expiry);
    Keys.Made key = made(user, body);
    assertThat(key.appKey()).matches("mk_[0-9a-f]{32}");
    assertThat(key.secret()).matches("mks_[A-Za-z0-9_-]{43}");
    as(user)
        .get(KEY, key.id())
        .then()
        .statusCode(200)
        .body("app_key", equalTo(key.appKey()), "name", equalTo("deploy"))
        .body("scopes", contains("tasks:write"), "expires_at", equalTo(expiry))
        .body("$", not(hasKey("app_secret")))
        .body("$", not(hasKey("last_used_at")))
        .body(not(containsString(key.secret())));
    as(user).get(KEYS).then().body(not(containsString(key.secret())));
    assertThat(
            sql.number(
                "SELECT count(*) FROM api_key WHERE id = '"
                    + key.id()
                    + "' AND octet_length(secret_sealed) = 12 + 47 + 16 AND position('"
                    + key.secret()
                    + "'::bytea IN secret_sealed) = 0"))
        .isEqualTo(1);
  }

  @Test
  void answerSaysWhereTheKeyIsAndIsNotStored() {
    make(People.user(), Map.of("name", "k", "scopes", List.of("tasks:read")))
        .then()
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .header("Location", matchesPattern(".*/api/v1/api-keys/[0-9a-f-]{36}"));
  }

  @Test
  void envelopeIsUnderTheOtherPath() {
    as(People.user())
        .contentType("application/json")
        .body(Map.of("name", "k", "scopes", List.of("tasks:read")))
        .post("/api/api-keys")
        .then()
        .statusCode(201)
        .body("code", equalTo(0), "data.app_key", matchesPattern("mk_.*"));
  }

  @Test
  void ownersSeeTheirOwnAndAdministratorsAll() {
    People.LoggedIn one = People.user();
    People.LoggedIn other = People.user();
    Keys.Made first = made(one, "tasks:read");
    Keys.Made second = made(one, "tasks:read");
    as(one)
        .get(KEYS)
        .then()
        .body("items.id", contains(second.id(), first.id()), "total", equalTo(2));
    as(one)
        .queryParam("page", 2)
        .queryParam("page_size", 1)
        .get(KEYS)
        .then()
        .body("items.id", contains(first.id()), "total", equalTo(2));
    as(other).get(KEYS).then().body("items.size()", equalTo(0), "total", equalTo(0));
    as(People.admin()).get(KEYS).then().body("items.id", hasItem(first.id()));
    as(People.admin()).get(KEYS).then().body("total", greaterThan(1));
    as(People.admin()).get(KEY, first.id()).then().body("owner_id", equalTo(first.ownerId()));
  }

  @Test
  void keyOfAnotherIsNotFoundAndStays() {
    Keys.Made key = made(People.user(), "tasks:read");
    People.LoggedIn other = People.user();
    as(other).get(KEY, key.id()).then().statusCode(404).body("code", equalTo(2001));
    as(other).delete(KEY, key.id()).then().statusCode(404).body("code", equalTo(2001));
    Keys.internal(key.appKey()).then().statusCode(200);
    for (String none : List.of(Ids.next().toString(), "x", key.appKey())) {
      as(other).get(KEY, none).then().statusCode(404).body("code", equalTo(2001));
      as(other).delete(KEY, none).then().statusCode(404).body("code", equalTo(2001));
    }
  }

  @Test
  void deletedKeyIsGoneAndRevoked() {
    People.LoggedIn user = People.user();
    Keys.Made key = made(user, "tasks:read");
    as(user).delete(KEY, key.id()).then().statusCode(200).body("deleted", equalTo(true));
    as(user).delete(KEY, key.id()).then().statusCode(404);
    Keys.internal(key.appKey()).then().statusCode(404).body("code", equalTo(2001));
    Keys.service()
        .get("/internal/revocations")
        .then()
        .body("items.findAll { it.kind == 'api_key' }.id", hasItem(key.id()));
  }

  @Test
  void administratorsDeleteAny() {
    Keys.Made key = made(People.user(), "tasks:read");
    as(People.admin()).delete(KEY, key.id()).then().statusCode(200);
  }

  @Test
  void theScopeAdminAndBoundKeysAreForAdministrators() {
    People.LoggedIn user = People.user();
    make(user, Map.of("name", "k", "scopes", List.of("admin")))
        .then()
        .statusCode(403)
        .body("code", equalTo(1003));
    Map<String, Object> bound =
        Map.of("name", "k", "scopes", List.of(), "agent_id", Ids.next().toString());
    make(user, bound).then().statusCode(403).body("code", equalTo(1003));
    as(user).get(KEYS).then().body("total", equalTo(0));
    made(People.admin(), "admin");
    Keys.Made key = made(People.admin(), bound);
    Keys.internal(key.appKey())
        .then()
        .statusCode(200)
        .body("agent_id", equalTo(bound.get("agent_id")), "scopes.size()", equalTo(0));
  }

  @Test
  void anAccountHasABoundedNumberOfKeys() {
    People.LoggedIn user = People.user();
    Keys.Made first = made(user, "tasks:read");
    sql.run(
        "INSERT INTO api_key (id, account_id, name, secret_sealed, scopes)"
            + " SELECT gen_random_uuid(), account_id, name, secret_sealed, scopes"
            + " FROM api_key, generate_series(1, 99) WHERE id = '"
            + first.id()
            + "'");
    make(user, Map.of("name", "k", "scopes", List.of("tasks:read")))
        .then()
        .statusCode(409)
        .body("code", equalTo(2002));
    as(user).delete(KEY, first.id()).then().statusCode(200);
    made(user, "tasks:read");
    sql.run("DELETE FROM api_key WHERE account_id = '" + first.ownerId() + "'");
  }

  @Test
  void repeatWithAnIdempotencyKeyMakesNoSecondKeyAndTellsNoSecret() {
    People.LoggedIn user = People.user();
    Map<String, Object> body = Map.of("name", "k", "scopes", List.of("tasks:read"));
    String id = repeatable(user, body).then().statusCode(201).extract().path("id");
    repeatable(user, body)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("id", equalTo(id), "$", not(hasKey("app_secret")));
    as(user).get(KEYS).then().body("total", equalTo(1));
    repeatable(user, Map.of("name", "k", "scopes", List.of("tasks:write")))
        .then()
        .statusCode(409)
        .body("code", equalTo(2002));
    repeatable(People.user(), body).then().statusCode(201);
    as(user).delete(KEY, id).then().statusCode(200);
    repeatable(user, body).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void refusedRequestLeavesItsIdempotencyKeyFree() {
    People.LoggedIn user = People.user();
    repeatable(user, Map.of("name", "k", "scopes", List.of("admin"))).then().statusCode(403);
    repeatable(user, Map.of("name", "k", "scopes", List.of("tasks:read"))).then().statusCode(201);
  }

  private static Response repeatable(People.LoggedIn by, Map<String, ?> body) {
    return as(by)
        .header("Idempotency-Key", "once")
        .contentType("application/json")
        .body(body)
        .post(KEYS);
  }

  @Test
  void servicesAndStrangersHaveNoKeys() {
    given().get(KEYS).then().statusCode(401);
    given().delete(KEY, Ids.next()).then().statusCode(401);
    Keys.service().get(KEYS).then().statusCode(403);
  }
}
