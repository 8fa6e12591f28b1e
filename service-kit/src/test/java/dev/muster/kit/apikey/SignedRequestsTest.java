package dev.muster.kit.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.TestRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class SignedRequestsTest {
  private static final String TASKS = "/api/v1/tasks";

  @TestHTTPResource URI base;
  AuthServer auth;
  @Inject KeyUses uses;
  @Inject Revocations revocations;
  private KeyDesk desk;
  private KeyDesk.Issued key;

  @BeforeEach
  void issue() {
    Awaitility.await().until(revocations::isKnown);
    desk = KeyDesk.behind(auth);
    key = desk.issue("user", "tasks:read tasks:write");
  }

  @AfterEach
  void nothingIsLeftToTell() {
    uses.tell();
    auth.answerWith(null);
  }

  @Test
  void signatureStandsForTheOwner() throws Exception {
    HttpResponse<String> answer = get(TASKS).send();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(key.owner().toString()).contains("\"admin\":false");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bodyReachesTheResourceByteForByte(boolean inChunks) throws Exception {
    String body = "{\"text\":\"Grüße \\u0000\",\"n\":1.50}";
    Signer call = post(body);
    HttpResponse<String> answer = (inChunks ? call.inChunks() : call).send();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Grüße \\u0000");
  }

  @Test
  void bodyOfTheLargestSizeIsTakenAndALargerOneIsNot() throws Exception {
    String rest = "{\"text\":\"\"}";
    String largest = "{\"text\":\"" + "x".repeat(1_048_576 - rest.length()) + "\"}";
    assertThat(post(largest).send().statusCode()).isEqualTo(200);
    refused(post(largest + " "), 413, 1007);
    refused(post(largest + " ").inChunks(), 413, 1007);
  }

  @Test
  void queryAndPathCountAsTheyWereSent() throws Exception {
    assertThat(get(TASKS + "?b=%7e1&a=%20&a=").send().statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/t%61sks/?").send().statusCode()).isEqualTo(403);
    assertThat(get(TASKS + "?").send().statusCode()).isEqualTo(200);
    notKnown(get(TASKS + "?b=1&a=2").sendTo(TASKS + "?a=2&b=1"));
    notKnown(get(TASKS + "?a=%7e").sendTo(TASKS + "?a=%7E"));
    notKnown(get(TASKS + "?a=~").sendTo(TASKS + "?a=%7E"));
    notKnown(get(TASKS).sendTo(TASKS + "?a=1"));
    notKnown(get(TASKS).sendTo("/api/tasks"));
    notKnown(get(TASKS).sendTo(TASKS + "/"));
  }

  @Test
  void changedBodyIsRefused() throws Exception {
    notKnown(post("{\"n\":1}").bodyInstead("{\"n\":2}").send());
    notKnown(post("{\"n\":1}").bodyInstead("{\"n\":2}").inChunks().send());
    notKnown(post("{\"n\":1}").bodyInstead("").send());
    notKnown(post("{\"n\":1}").bodyInstead("{\"n\":1} ").send());
  }

  @Test
  void otherMethodIsRefused() throws Exception {
    Signer signed = post("{}");
    Signer other = get(TASKS);
    for (String header : List.of("X-Signature", "X-Nonce", "X-Timestamp")) {
      other.with(header, signed.header(header));
    }
    notKnown(other.send());
  }

  @Test
  void nonceIsUsedOnce() throws Exception {
    Signer call = post("{}");
    assertThat(call.send().statusCode()).isEqualTo(200);
    refused(call, 401, 1002, "X-Nonce was used before");
  }

  @Test
  void nonceOfARefusedSignatureIsStillFree() throws Exception {
    Signer call = post("{\"n\":1}");
    notKnown(call.bodyInstead("{\"n\":2}").send());
    assertThat(call.bodyInstead("{\"n\":1}").send().statusCode()).isEqualTo(200);
  }

  @Test
  void sameNonceIsAnotherOneForAnotherKey() throws Exception {
    Signer first = get(TASKS);
    KeyDesk.Issued second = desk.issue("user", "tasks:read");
    assertThat(first.send().statusCode()).isEqualTo(200);
    Signer again =
        Signer.of(
            base, second.key(), "GET", TASKS, "", Long.parseLong(first.header("X-Timestamp")));
    assertThat(again.send().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {-320, 320, -86_400, 86_400})
  void clockThatIsFarOffIsRefused(long seconds) throws Exception {
    refused(
        at(Instant.now().getEpochSecond() + seconds),
        401,
        1002,
        "X-Timestamp is too far from the server's time");
  }

  @ParameterizedTest
  @ValueSource(longs = {-280, 280})
  void clockThatIsALittleOffIsTaken(long seconds) throws Exception {
    assertThat(at(Instant.now().getEpochSecond() + seconds).send().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Signature-Key", "X-Timestamp", "X-Nonce", "X-Signature"})
  void eachHeaderIsNeeded(String header) throws Exception {
    refused(get(TASKS).without(header), 401, 1002, header + " is missing");
  }

  @Test
  void signatureIsInLowerCase() throws Exception {
    Signer call = get(TASKS);
    String lower = call.header("X-Signature");
    refused(
        call.with("X-Signature", lower.toUpperCase(Locale.ROOT)),
        401,
        1002,
        "X-Signature must be 64 lowercase hex digits");
    assertThat(call.with("X-Signature", lower).send().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345x", "-5", "1e9", "9999999999999", "1733000000.5"})
  void timestampIsANumber(String timestamp) throws Exception {
    refused(get(TASKS).with("X-Timestamp", timestamp), 401, 1002);
  }

  @Test
  void overLongHeadersAreRefused() throws Exception {
    refused(get(TASKS).with("X-Nonce", "n".repeat(129)), 401, 1002);
    refused(get(TASKS).with("X-Signature", "a".repeat(5_000)), 401, 1002);
    refused(get(TASKS).with("X-Signature-Key", "mk_" + "a".repeat(5_000)), 401, 1002);
    refused(get(TASKS).with("X-Timestamp", "1".repeat(5_000)), 401, 1002);
  }

  @Test
  void wrongSignatureAndUnknownKeyAreAnsweredAlike() throws Exception {
    String wrong = notKnown(get(TASKS).with("X-Signature", "0".repeat(64)).send());
    desk.forget(key);
    KeyDesk.Issued gone = desk.issue("user", "tasks:read");
    desk.forget(gone);
    String unknown = notKnown(Signer.of(base, gone.key(), "GET", TASKS, "").send());
    assertThat(unknown).isEqualTo(wrong);
  }

  @Test
  void signatureWithTheEmptySecretOfAnUnknownKeyIsNobody() throws Exception {
    KeyDesk.Issued gone = desk.issue("user", "tasks:read");
    desk.forget(gone);
    Signer call = Signer.of(base, gone.key(), "GET", TASKS, "");
    SignedRequest over =
        new SignedRequest(
            "GET",
            TASKS,
            "",
            call.header("X-Timestamp"),
            call.header("X-Nonce"),
            SignedRequest.sha256(new byte[0]));
    String forged = over.signature(KnownKey.none(Instant.MAX).signingKey());
    notKnown(call.with("X-Signature", forged).send());
  }

  @Test
  void expiredKeyIsRefused() throws Exception {
    String past = '"' + Instant.now().minusSeconds(1).toString() + '"';
    key = desk.issue(key.owner(), "user", "tasks:read", past);
    notKnown(get(TASKS).send());
  }

  @Test
  void missingScopeIsNamed() throws Exception {
    key = desk.issue("user admin", "tasks:read");
    refused(post("{}"), 403, 1003, "the scope tasks:write is missing");
    refused(get("/api/v1/samples/me"), 403, 1003, "the scope admin is missing");
  }

  @Test
  void signatureBesideATokenIsRefused() throws Exception {
    refused(get(TASKS).with("Authorization", "Bearer x.y.z"), 401, 1002);
    refused(get(TASKS).with("X-App-Key", key.key().text()), 401, 1002);
  }

  @Test
  void pathsThatNeedASignatureTakeNothingElse() throws Exception {
    String path = "/api/v1/agents/a/tasks";
    assertThat(call("POST", path, "{}").send().statusCode()).isEqualTo(200);
    for (String other :
        List.of(
            path,
            "/api/agents/a/tasks/",
            "/api/v1/agents/b//tasks",
            path + ";x",
            "/api/v1/agents;x/a/tasks",
            "/api/v1;x/agents/a/tasks")) {
      Signer bearer = unsigned("POST", other, "{}");
      refused(
          bearer.with("Authorization", "Bearer " + auth.token(key.owner().toString(), "user")),
          401,
          1002,
          "only signed requests are taken here");
      refused(unsigned("POST", other, "{}"), 401, 1002);
      refused(pair(unsigned("POST", other, "{}")), 401, 1002);
    }
    refused(unsigned("GET", "/api/v1/agents/a/tasks/open", ""), 401, 1002);
    assertThat(call("GET", "/api/v1/agents/a/tasks/open", "").send().statusCode()).isEqualTo(200);
  }

  @Test
  void overHttp2NoSignatureIsTaken() throws Exception {
    HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpResponse<String> answer = post("{}").by(http2).send();
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("signed requests are taken over HTTP/1.1 only");
    refused(get(TASKS).by(http2), 401, 1002);
  }

  @Test
  void withoutRedisNobodyIsLetIn() throws Exception {
    TestRedis.server().pause();
    try {
      HttpResponse<String> answer = get(TASKS).send();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      assertThat(answer.body()).contains("\"code\":5003").contains("nonces can't be checked now");
    } finally {
      TestRedis.server().resume();
    }
    Awaitility.await().until(() -> get(TASKS).send().statusCode() == 200);
  }

  private Signer get(String target) {
    return call("GET", target, "");
  }

  private Signer post(String body) {
    return call("POST", TASKS, body);
  }

  private Signer at(long timestamp) {
    return Signer.of(base, key.key(), "GET", TASKS, "", timestamp);
  }

  private Signer call(String method, String target, String body) {
    return Signer.of(base, key.key(), method, target, body);
  }

  private Signer unsigned(String method, String target, String body) {
    return call(method, target, body)
        .without("X-Signature-Key")
        .without("X-Timestamp")
        .without("X-Nonce")
        .without("X-Signature");
  }

  private Signer pair(Signer call) {
    return call.with("X-App-Key", key.key().text()).with("X-App-Secret", KeyDesk.SECRET);
  }

  private static String notKnown(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"code\":1002");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    return answer.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
  }

  private static void refused(Signer call, int status, int code) throws Exception {
    refused(call, status, code, "");
  }

  private static void refused(Signer call, int status, int code, String sentence) throws Exception {
    HttpResponse<String> answer = call.send();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":" + code).contains(sentence);
  }
}
