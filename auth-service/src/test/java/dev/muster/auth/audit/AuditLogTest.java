package dev.muster.auth.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class AuditLogTest {
  private static final String AUDIT = "/api/v1/audit";

  @Inject TestSql sql;

  @Test
  void loginAndLogoutAreOnRecordWithActorAddressAndRequest() {
    String request = UUID.randomUUID().toString();
    People.LoggedIn user = People.user();
    String id = People.me(user.access()).path("id");
    given()
        .auth()
        .oauth2(user.access())
        .header("X-Request-ID", request)
        .post("/api/v1/auth/logout")
        .then()
        .statusCode(200);

    lines("request_id=" + request)
        .body("items", hasSize(1))
        .body("total", equalTo(1))
        .body("items[0].action", equalTo("session.logout"))
        .body("items[0].actor.kind", equalTo("user"))
        .body("items[0].actor.id", equalTo(id))
        .body("items[0].target.kind", equalTo("session"))
        .body("items[0].outcome", equalTo("ok"))
        .body("items[0].code", equalTo(0))
        .body("items[0].address", equalTo("127.0.0.1"))
        .body("items[0].service", equalTo("auth-service"))
        .body("items[0].at", notNullValue());
    lines("actor=" + id + "&action=session.*")
        .body("items.action", contains("session.logout", "session.login"));
  }

  @Test
  void anAccountIsOnRecordWithWhoMadeIt() {
    String admin = People.me(People.admin().access()).path("id");
    String id = People.me(People.user().access()).path("id");
    lines("target=" + id + "&action=account.create")
        .body("items[0].actor.id", equalTo(admin))
        .body("items[0].detail.roles", equalTo("user"));
  }

  @Test
  void aRepeatedRegistrationLeavesNoLine() {
    People.LoggedIn user = People.user();
    long before = sql.number("SELECT count(*) FROM audit WHERE action = 'account.create'");
    People.register(
            People.admin(),
            Map.of("email", user.email(), "password", People.PASSWORD, "name", "again"))
        .then()
        .statusCode(409);
    assertThat(sql.number("SELECT count(*) FROM audit WHERE action = 'account.create'"))
        .isEqualTo(before);
  }

  @Test
  void reuseOfARefreshTokenIsOnRecord() {
    People.LoggedIn user = People.user();
    People.refresh(user.refresh()).then().statusCode(200);
    sql.run("UPDATE refresh_token SET used_at = created_at WHERE used_at IS NOT NULL");
    sql.run(
        "UPDATE refresh_token SET created_at = created_at - interval '1 hour',"
            + " used_at = used_at - interval '1 hour' WHERE used_at IS NOT NULL");
    String request = UUID.randomUUID().toString();
    People.json(Map.of("refresh_token", user.refresh()))
        .header("X-Request-ID", request)
        .post("/api/v1/auth/refresh")
        .then()
        .statusCode(401);
    lines("request_id=" + request)
        .body("items.action", contains("session.token_reuse"))
        .body("items[0].outcome", equalTo("denied"))
        .body("items[0].code", equalTo(1002))
        .body("items[0].actor.kind", equalTo("anonymous"));
  }

  @Test
  void manyFailedLoginsOfOneAddressAreFewLinesThatHoldNoAddressAndNoPassword() {
    People.LoggedIn user = People.user();
    long before = failedLogins();
    for (int i = 0; i < 30; i++) {
      People.login(user.email(), "wrong-password-" + i).then().statusCode(401);
    }
    People.login("my-secret-password@typed.here", "x").then().statusCode(401);
    // Others of this run may have been first.
    await().until(() -> sql.number("SELECT count(*) FROM audit WHERE outcome = 'denied'") > 0);
    assertThat(failedLogins() - before).isLessThanOrEqualTo(1);
    assertThat(
            sql.number(
                "SELECT count(*) FROM audit WHERE audit::text LIKE '%wrong-password%'"
                    + " OR audit::text LIKE '%typed.here%'"))
        .isZero();
  }

  @Test
  void aMissingPermissionIsOnRecord() {
    People.LoggedIn user = People.user();
    // The first refusal of an address is a line at once.
    given()
        .header("X-Forwarded-For", "203.0.113.77")
        .auth()
        .oauth2(user.access())
        .get(AUDIT + "?request_id=in-the-query")
        .then()
        .statusCode(403)
        .body("code", equalTo(1003));
    await()
        .until(
            () ->
                sql.number(
                        "SELECT count(*) FROM audit WHERE action = 'request.send' AND code = 1003"
                            + " AND actor_kind = 'user' AND target_id ~ '^[A-Z]+ /api/'"
                            + " AND address = '203.0.113.77'")
                    == 1);
    assertThat(sql.number("SELECT count(*) FROM audit WHERE audit::text LIKE '%in-the-query%'"))
        .isZero();
  }

  @Test
  void onlyAdministratorsReadIt() {
    given().get(AUDIT).then().statusCode(401);
    given().auth().oauth2(People.user().access()).get(AUDIT).then().statusCode(403);
    given()
        .auth()
        .oauth2(People.user().access())
        .header("Accept", AuditResource.NDJSON)
        .get(AUDIT)
        .then()
        .statusCode(403);
  }

  @Test
  void pagesByCursorHoldEachLineOnceWhateverIsAddedMeanwhile() {
    String actor = filled(25);
    List<String> seen = new ArrayList<>();
    JsonPath page = lines("actor=" + actor + "&page_size=10").extract().jsonPath();
    assertThat(page.getInt("total")).isEqualTo(25);
    while (true) {
      seen.addAll(page.getList("items.id"));
      if (page.getString("next_cursor") == null) {
        break;
      }
      line(actor, 1);
      page =
          lines("actor=" + actor + "&page_size=10&cursor=" + page.getString("next_cursor"))
              .body("total", nullValue())
              .extract()
              .jsonPath();
    }
    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    lines("actor=" + actor + "&page_size=10&page=3").body("items", hasSize(7));
  }

  @Test
  void filtersNarrowAndTimesBound() {
    String actor = filled(3);
    String now = Instant.now().plusSeconds(60).toString();
    lines("actor=" + actor + "&from=" + now).body("items", hasSize(0));
    lines("actor=" + actor + "&to=" + now).body("items", hasSize(3));
    lines("actor=" + actor + "&outcome=denied").body("total", equalTo(0));
    lines("actor=" + actor + "&action=test.fill").body("total", equalTo(3));
    lines("actor=" + actor + "&action=test.*").body("total", equalTo(3));
    lines("actor=" + actor + "&action=tes.*").body("total", equalTo(0));
  }

  @Test
  void whatIsNoFilterIsABadParameter() {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("outcome", "fine");
    bad.put("from", "yesterday");
    bad.put("to", "2026-01-01");
    bad.put("cursor", "x");
    bad.put("target", "t".repeat(201));
    bad.put("page_size", "201");
    bad.put("request_id", "a\0b");
    bad.forEach(
        (name, value) ->
            asAdmin()
                .queryParam(name, value)
                .get(AUDIT)
                .then()
                .body("errors[0].field", equalTo(name))
                .statusCode(400));
  }

  @Test
  void aKeyWithoutTheScopeIsOnRecordAsItsOwner() {
    People.LoggedIn user = People.user();
    JsonPath key =
        given()
            .auth()
            .oauth2(user.access())
            .contentType("application/json")
            .body(Map.of("name", "k", "scopes", List.of("tasks:read")))
            .post("/api/v1/api-keys")
            .jsonPath();
    given()
        .header("X-Forwarded-For", "203.0.113.79")
        .header("X-App-Key", key.getString("app_key"))
        .header("X-App-Secret", key.getString("app_secret"))
        .get("/api/v1/users")
        .then()
        .statusCode(403);
    await()
        .until(
            () ->
                sql.number(
                        "SELECT count(*) FROM audit WHERE action = 'request.send'"
                            + " AND address = '203.0.113.79' AND actor_id = '"
                            + People.me(user.access()).path("id")
                            + "'")
                    == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
  void aTimeThatTheDatabaseCannotHoldIsNone(String time) {
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((time + "/" + Ids.next()).getBytes(StandardCharsets.US_ASCII));
    Map.of("from", time, "to", time, "cursor", cursor)
        .forEach(
            (name, value) ->
                asAdmin()
                    .queryParam(name, value)
                    .get(AUDIT)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo(name)));
  }

  @Test
  void theExportHoldsEveryLineOnce() {
    String actor = filled(2_500);
    String body =
        asAdmin()
            .header("Accept", AuditResource.NDJSON)
            .get(AUDIT + "?actor=" + actor)
            .then()
            .statusCode(200)
            .contentType(AuditResource.NDJSON)
            .extract()
            .asString();
    List<String> ids =
        Stream.of(body.split("\n", -1))
            .filter(text -> !text.isEmpty())
            .map(text -> JsonPath.from(text).getString("id"))
            .toList();
    assertThat(ids).hasSize(2_500).doesNotHaveDuplicates();
    assertThat(body).endsWith("\n").startsWith("{");
  }

  @Test
  void linesOfAnotherServiceAreTakenOnceFromServicesOnly() {
    String id = UUID.randomUUID().toString();
    String at = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    String batch = batch(id, at);
    String gateway =
        People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET).path("access_token");
    for (int i = 0; i < 2; i++) {
      intake(gateway, batch).statusCode(204);
    }
    lines("target=" + id)
        .body("total", equalTo(1))
        .body("items[0].service", equalTo("ws-gateway"))
        .body("items[0].detail.name", equalTo("n"));
    intake(People.admin().access(), batch).statusCode(403);
    intake(gateway, batch(id, "2999-01-01T00:00:00Z")).statusCode(400);
    intake(gateway, batch(id, "1999-01-01T00:00:00Z")).statusCode(204);
    intake(gateway, "{\"entries\":[{}]}").statusCode(400);
    lines("target=" + id).body("total", equalTo(1));
  }

  private static String batch(String target, String at) {
    return """
        {"entries":[{"id":"%s","at":"%s","actor_kind":"user","actor_id":"u","action":"agent.create",
        "target_kind":"agent","target_id":"%s","outcome":"ok","code":0,"detail":{"name":"n"}}]}"""
        .formatted("0198f3c5-7a00-7000-8000-000000000001", at, target);
  }

  private static ValidatableResponse intake(String token, String batch) {
    return given()
        .auth()
        .oauth2(token)
        .contentType("application/json")
        .body(batch)
        .post("/internal/audit")
        .then();
  }

  private static RequestSpecification asAdmin() {
    return given().auth().oauth2(People.admin().access());
  }

  private static ValidatableResponse lines(String query) {
    return asAdmin().get(AUDIT + "?" + query).then().statusCode(200);
  }

  private long failedLogins() {
    return sql.number(
        "SELECT count(*) FROM audit WHERE action = 'session.login' AND outcome = 'denied'");
  }

  private String filled(int lines) {
    String actor = UUID.randomUUID().toString();
    line(actor, lines);
    return actor;
  }

  private void line(String actor, int times) {
    sql.run(
        "INSERT INTO audit (at, id, service, actor_kind, actor_id, action, outcome, code, detail)"
            + " SELECT now() - make_interval(secs => i / 3), gen_random_uuid(), 't', 'user', '"
            + actor
            + "', 'test.fill', 'ok', 0, '{}' FROM generate_series(1, "
            + times
            + ") i");
  }
}
