package dev.muster.auth.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.auth.apikey.Keys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which change leaves which line; those of keys and of the setup are beside their own tests. */
@QuarkusTest
@TestProfile(AuthProfile.class)
class RecordedTest {
  private static final String USER = "/api/v1/users/{id}";
  private static final String SESSIONS = USER + "/sessions";

  /** When a window of refusals ends meanwhile: the first, how many, and the first of the next. */
  private static final long FEW = 3;

  private static final String NEW_PASSWORD = "another long password";

  @Inject TestSql sql;

  private final String request = UUID.randomUUID().toString();
  private People.LoggedIn admin;
  private People.LoggedIn user;
  private String by;
  private String byUser;
  private String id;
  private String session;

  @BeforeEach
  void somebody() {
    admin = People.admin();
    user = People.user();
    id = People.idOf(user);
    by = " ok 0 user " + People.idOf(admin);
    byUser = " ok 0 user " + id;
    session = claims(user).getString("sid");
  }

  @Test
  void anAdministratorEndsOneSession() {
    as(admin).delete(SESSIONS + "/" + session, id).then().statusCode(200);
    as(admin).delete(SESSIONS + "/" + session, id).then().statusCode(404);
    assertThat(lines()).containsExactly(ended(by, session, "revoked"));
  }

  @Test
  void anAdministratorEndsAllSessionsAndEachHasALine() {
    String other = claims(People.loggedIn(user.email(), People.PASSWORD)).getString("sid");
    as(admin).delete(SESSIONS, id).then().statusCode(200);
    as(admin).delete(SESSIONS, id).then().statusCode(200);
    assertThat(lines())
        .containsExactlyInAnyOrder(ended(by, session, "revoked"), ended(by, other, "revoked"));
  }

  @Test
  void aChangedAccountSaysWhatIsOtherThanBefore() {
    change(Map.of("roles", List.of("admin", "user"), "name", "U"));
    change(Map.of("roles", List.of("admin", "user")));
    // Other tests count the administrators.
    change(Map.of("roles", List.of("user"), "name", "V"));
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "account.change" + by + account() + "{\"roles\": \"admin user\"}",
            "account.change" + by + account() + "{\"name\": \"V\", \"roles\": \"user\"}");
  }

  @Test
  void aDisabledAccountAndItsSessionsAreOnRecordOnce() {
    change(Map.of("disabled", true));
    change(Map.of("disabled", true));
    assertThat(lines())
        .containsExactly(
            "account.change" + by + account() + "{\"disabled\": \"true\"}",
            ended(by, session, "disabled"));
  }

  @Test
  void aDeletedAccountAndItsSessionsAreOnRecord() {
    as(admin).header("If-Match", "\"99\"").delete(USER, id).then().statusCode(412);
    assertThat(lines()).isEmpty();
    as(admin).delete(USER, id).then().statusCode(200);
    as(admin).delete(USER, id).then().statusCode(404);
    assertThat(lines())
        .containsExactly(
            "account.delete" + by + account() + "{\"email\": \"" + user.email() + "\"}",
            ended(by, session, "deleted"));
  }

  @Test
  void aNewPasswordAndTheSessionsThatItEndsAreOnRecordWithoutIt() {
    People.LoggedIn now = People.loggedIn(user.email(), People.PASSWORD);
    changePassword(now, "not " + People.PASSWORD, 400);
    assertThat(lines()).isEmpty();
    changePassword(now, People.PASSWORD, 200);
    assertThat(lines())
        .containsExactly(
            "account.password.change" + byUser + account() + "{}",
            ended(byUser, session, "password"));
  }

  @Test
  void anApiKeyIsOnRecordWithWhatItMayAndNotWithItsSecret() {
    Map<String, ?> wanted = Map.of("name", "ci", "scopes", List.of("tasks:read"));
    JsonPath made = null;
    for (int i = 0; i < 2; i++) {
      JsonPath answer =
          as(user)
              .header("Idempotency-Key", request)
              .contentType("application/json")
              .body(wanted)
              .post(Keys.KEYS)
              .jsonPath();
      made = made == null ? answer : made;
    }
    String key = made.getString("id");
    as(admin).delete(Keys.KEYS + "/" + key).then().statusCode(200);
    as(admin).delete(Keys.KEYS + "/" + key).then().statusCode(404);
    assertThat(lines())
        .containsExactly(
            "api_key.create"
                + byUser
                + " api_key "
                + key
                + " {\"name\": \"ci\", \"scopes\": \"tasks:read\"}",
            "api_key.delete" + by + " api_key " + key + " {\"owner\": \"" + id + "\"}");
    assertThat(mentions(made.getString("app_secret"))).isZero();
  }

  @Test
  void whatAKeyDoesIsItsOwnersAndNamesTheKey() {
    Keys.Made key = Keys.made(admin, "admin");
    key.with()
        .header("X-Request-ID", request)
        .contentType("application/json")
        .body(Map.of("name", "W"))
        .patch(USER, id)
        .then()
        .statusCode(200);
    assertThat(lines())
        .containsExactly(
            "account.change"
                + by
                + account()
                + "{\"name\": \"W\", \"api_key\": \""
                + key.id()
                + "\"}");
  }

  @Test
  void whoLacksAScopeIsKnownAllTheSame() {
    Keys.Made key = Keys.made(user, "tasks:read");
    key.with()
        .header("X-Request-ID", request)
        .header("X-Forwarded-For", "203.0.113.91")
        .get("/api/v1/users/me")
        .then()
        .statusCode(403);
    await()
        .untilAsserted(
            () ->
                assertThat(lines())
                    .containsExactly(
                        "request.send denied 1003 user "
                            + id
                            + " path GET /api/v1/users/me {\"api_key\": \""
                            + key.id()
                            + "\"}"));
  }

  @Test
  void anAccessTokenGivenBackIsOnRecordOnceAsItsHolders() {
    giveBack(user.access());
    giveBack(user.access());
    assertThat(lines())
        .containsExactly(
            "token.revoke" + byUser + " token " + claims(user).getString("jti") + " {}");
  }

  @Test
  void aRefreshTokenGivenBackEndsItsSessionOnRecordOnce() {
    giveBack(user.refresh());
    giveBack(user.refresh());
    assertThat(lines()).containsExactly(ended(byUser, session, "revoked"));
  }

  @Test
  void whatAClientGivesBackIsTheClients() {
    given()
        .header("X-Request-ID", request)
        .auth()
        .preemptive()
        .basic("ws-gateway", AuthProfile.GATEWAY_SECRET)
        .formParam("token", user.refresh())
        .post("/oauth2/revoke")
        .then()
        .statusCode(200);
    assertThat(lines()).containsExactly(ended(" ok 0 service ws-gateway", session, "revoked"));
  }

  @Test
  void refusedClientsAreFewLinesWithoutWhatWasTyped() {
    String typed = "typed-" + UUID.randomUUID();
    long before = refusedClients();
    for (int i = 0; i < 20; i++) {
      People.serviceToken(typed, "wrong-" + typed).then().statusCode(401);
      People.serviceToken("ws-gateway", "wrong-" + typed).then().statusCode(401);
    }
    // Another test of this run may have been the first.
    await().until(() -> refusedClients() > 0);
    assertThat(refusedClients() - before).isLessThanOrEqualTo(FEW);
    assertThat(mentions(typed)).isZero();
  }

  private long refusedClients() {
    return sql.number(
        "SELECT count(*) FROM audit WHERE action = 'client.login' AND outcome = 'denied'"
            + " AND code = 1002 AND actor_kind = 'anonymous'");
  }

  private List<String> lines() {
    return sql.audited(request);
  }

  private long mentions(String text) {
    return sql.number("SELECT count(*) FROM audit WHERE audit::text LIKE '%" + text + "%'");
  }

  private String account() {
    return " account " + id + " ";
  }

  private static String ended(String by, String session, String reason) {
    return "session.end" + by + " session " + session + " {\"reason\": \"" + reason + "\"}";
  }

  private RequestSpecification as(People.LoggedIn who) {
    return People.as(who).header("X-Request-ID", request);
  }

  private void change(Map<String, ?> wanted) {
    as(admin).contentType("application/json").body(wanted).patch(USER, id).then().statusCode(200);
  }

  private void changePassword(People.LoggedIn who, String current, int status) {
    as(who)
        .contentType("application/json")
        .body(Map.of("current_password", current, "new_password", NEW_PASSWORD))
        .put("/api/v1/users/me/password")
        .then()
        .statusCode(status);
  }

  private void giveBack(String token) {
    given()
        .header("X-Request-ID", request)
        .formParam("token", token)
        .post("/oauth2/revoke")
        .then()
        .statusCode(200);
  }

  private static JsonPath claims(People.LoggedIn who) {
    String body = who.access().split("\\.", -1)[1];
    return JsonPath.from(new String(Base64.getUrlDecoder().decode(body), StandardCharsets.UTF_8));
  }
}
