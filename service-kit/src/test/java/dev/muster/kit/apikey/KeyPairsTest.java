package dev.muster.kit.apikey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.TokenShape;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class KeyPairsTest {
  private static final String TASKS = "/api/v1/tasks";

  @TestHTTPResource URI base;
  AuthServer auth;
  @Inject KeyUses uses;
  @Inject Revocations revocations;
  private KeyDesk desk;

  @BeforeEach
  void open() {
    Awaitility.await().until(revocations::isKnown);
    desk = KeyDesk.behind(auth);
  }

  @AfterEach
  void nothingIsLeftToTell() {
    uses.tell();
    auth.answerWith(null);
  }

  @Test
  void keyStandsForItsOwnerWithTheOwnersRoles() {
    KeyDesk.Issued user = desk.issue("user", "tasks:read");
    get(TASKS, user)
        .statusCode(200)
        .body("id", equalTo(user.owner().toString()), "admin", equalTo(false));
    get(TASKS, desk.issue("admin user", "tasks:read")).statusCode(200).body("admin", equalTo(true));
  }

  @Test
  void keyIsAskedForOnce() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    get(TASKS, key).statusCode(200);
    get(TASKS, key).statusCode(200);
    assertThat(auth.requests("/internal/api-keys/" + key.key().text())).isEqualTo(1);
  }

  @Test
  void useIsToldOnceAndOnlyForTheRightSecret() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    call(key.key().text(), "mks_wrong").statusCode(401);
    uses.tell();
    assertThat(desk.used()).doesNotContain(key.id());
    get(TASKS, key).statusCode(200);
    get(TASKS, key).statusCode(200);
    uses.tell();
    uses.tell();
    assertThat(desk.used()).containsOnlyOnce(key.id());
  }

  @Test
  void wrongSecretUnknownKeyAndNonsenseAreAnsweredAlike() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    KeyDesk.Issued gone = desk.issue("user", "tasks:read");
    desk.forget(gone);
    String wrong = refusal(key.key().text(), KeyDesk.SECRET + "x");
    assertThat(refusal(gone.key().text(), KeyDesk.SECRET)).isEqualTo(wrong);
    assertThat(refusal("mk_nonsense", KeyDesk.SECRET)).isEqualTo(wrong);
    assertThat(refusal(key.key().text().toUpperCase(Locale.ROOT), KeyDesk.SECRET)).isEqualTo(wrong);
    assertThat(refusal(key.key().text(), "x".repeat(5_000))).isEqualTo(wrong);
    assertThat(refusal("x".repeat(5_000), KeyDesk.SECRET)).isEqualTo(wrong);
  }

  @Test
  void bothHeadersAreNeededOnce() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    given()
        .header("X-App-Key", key.key().text())
        .get(TASKS)
        .then()
        .statusCode(401)
        .body("detail", equalTo("X-App-Secret is missing"));
    given()
        .header("X-App-Secret", KeyDesk.SECRET)
        .get(TASKS)
        .then()
        .statusCode(401)
        .body("detail", equalTo("X-App-Key is missing"));
    given()
        .header("X-App-Key", key.key().text(), "mk_other")
        .header("X-App-Secret", KeyDesk.SECRET)
        .get(TASKS)
        .then()
        .statusCode(401)
        .body("detail", equalTo("X-App-Key is given more than once"));
  }

  @Test
  void headersThatAreNotAsciiAreRefused() throws IOException {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    assertThat(raw(key.key().text(), "sécret\u0080")).contains(" 401 ").contains("\"code\":1002");
    assertThat(raw("mk_é", KeyDesk.SECRET)).contains(" 401 ").contains("\"code\":1002");
  }

  @Test
  void keyBesideATokenIsRefused() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    given()
        .header("Authorization", "Bearer " + auth.token(key.owner().toString(), "user"))
        .header("X-App-Key", key.key().text())
        .header("X-App-Secret", KeyDesk.SECRET)
        .get(TASKS)
        .then()
        .statusCode(401)
        .body("detail", equalTo("credentials of more than one kind"));
  }

  @Test
  void badKeyIsNoHindranceWhereNoneIsNeeded() {
    given().header("X-App-Key", "x").get("/api/samples/bare").then().statusCode(200);
  }

  @Test
  void keyNeverReachesInternalPaths() {
    KeyDesk.Issued key = desk.issue("admin user", "admin");
    get("/internal/samples", key).statusCode(403).body("code", equalTo(1003));
  }

  @Test
  void scopeThatIsMissingIsNamed() {
    get("/api/v1/samples/me", desk.issue("admin user", "tasks:read tasks:write"))
        .statusCode(403)
        .body("code", equalTo(1003), "detail", equalTo("the scope admin is missing"));
    get(TASKS, desk.issue("admin user", "agents:read"))
        .statusCode(403)
        .body("detail", equalTo("the scope tasks:read is missing"));
    get("/api/v1/samples/me", desk.issue("admin user", "admin")).statusCode(200);
    get(TASKS, desk.issue("user", "tasks:fly")).statusCode(403);
  }

  @Test
  void scopesDoNotReplaceRoles() {
    get(TASKS, desk.issue("agent", "tasks:read"))
        .statusCode(403)
        .body("detail", equalTo("no permission"));
  }

  @Test
  void pathThatReadsInTwoWaysNeedsAdmin() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    for (String path : new String[] {"/api/v1/%74asks", "/api/tasks/../samples/me"}) {
      given()
          .urlEncodingEnabled(false)
          .header("X-App-Key", key.key().text())
          .header("X-App-Secret", KeyDesk.SECRET)
          .get(path)
          .then()
          .statusCode(403)
          .body(containsString("the scope admin is missing"));
    }
  }

  @Test
  void tokenWithScopesIsBoundByThem() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    TokenShape shape =
        TokenShape.of(key.owner().toString(), "user", "admin")
            .without("sid")
            .claim("client_id", key.key().text());
    String token = shape.claim("scope", "tasks:read agents:write x:y").signedBy(auth.key());
    bearer(TASKS, token).statusCode(200);
    bearer("/api/v1/samples/me", token)
        .statusCode(403)
        .body("detail", equalTo("the scope admin is missing"));
    bearer(TASKS, shape.claim("scope", "").signedBy(auth.key())).statusCode(403);
    bearer(TASKS, shape.claim("scope", 1).signedBy(auth.key())).statusCode(401);
  }

  @Test
  void tokenDiesWithItsKey() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    String token =
        TokenShape.of(key.owner().toString(), "user")
            .without("sid")
            .claim("client_id", key.key().text())
            .claim("scope", "tasks:read")
            .signedBy(auth.key());
    bearer(TASKS, token).statusCode(200);
    revoke(RevocationNotice.Kind.API_KEY, key.id().toString());
    bearer(TASKS, token).statusCode(401);
  }

  @Test
  void deletedKeyIsForgottenAtOnce() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    get(TASKS, key).statusCode(200);
    desk.forget(key);
    get(TASKS, key).statusCode(200);
    revoke(RevocationNotice.Kind.API_KEY, key.id().toString());
    get(TASKS, key).statusCode(401);
  }

  @Test
  void keysOfAChangedOwnerAreAskedForAgain() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    get(TASKS, key).statusCode(200);
    desk.forget(key);
    get(TASKS, key).statusCode(200);
    revoke(RevocationNotice.Kind.USER, key.owner().toString());
    get(TASKS, key).statusCode(401);
  }

  @Test
  void revokedTokensOfAnOwnerLeaveTheOwnersKeysAlone() {
    KeyDesk.Issued key = desk.issue("user", "tasks:read");
    get(TASKS, key).statusCode(200);
    revoke(RevocationNotice.Kind.USER, key.owner().toString());
    get(TASKS, key).statusCode(200);
  }

  @Test
  void withoutAuthServiceAnUnknownKeyIsLater() {
    KeyDesk.Issued known = desk.issue("user", "tasks:read");
    get(TASKS, known).statusCode(200);
    desk.leave();
    get(TASKS, known).statusCode(200);
    get(TASKS, desk.issue("user", "tasks:read"))
        .statusCode(503)
        .header("Retry-After", "1")
        .body("code", equalTo(5003));
  }

  private void revoke(RevocationNotice.Kind kind, String id) {
    long now = Instant.now().getEpochSecond();
    revocations.accept(new RevocationNotice(kind, id, now + 3_600, now + 3_600));
  }

  private static ValidatableResponse get(String path, KeyDesk.Issued key) {
    return given()
        .header("X-App-Key", key.key().text())
        .header("X-App-Secret", KeyDesk.SECRET)
        .get(path)
        .then();
  }

  private static ValidatableResponse call(String key, String secret) {
    return given().header("X-App-Key", key).header("X-App-Secret", secret).get(TASKS).then();
  }

  private static ValidatableResponse bearer(String path, String token) {
    return given().header("Authorization", "Bearer " + token).get(path).then();
  }

  private static String refusal(String key, String secret) {
    return call(key, secret)
        .statusCode(401)
        .body("code", equalTo(1002))
        .extract()
        .asString()
        .replaceAll("\"request_id\":\"[^\"]*\"", "");
  }

  private String raw(String key, String secret) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-App-Key: %s\r\nX-App-Secret: %s\r\n\r\n"
            .formatted(TASKS, key, secret);
    try (Socket socket = new Socket(base.getHost(), base.getPort());
        InputStream answer = socket.getInputStream()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
