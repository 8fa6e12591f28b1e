package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.id.Ids;
import dev.muster.kit.secret.Sha256;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogChunkTest extends QueueCase {
  @Inject TaskConfig config;
  private AgentDesk desk;

  @BeforeEach
  void openDesk() {
    desk = new AgentDesk(agent, auth);
  }

  @AfterEach
  void closeDesk() {
    auth.answerWith(null);
  }

  @Test
  void chunksAreStoredInTheirPlaceAndARepetitionIsHarmless() throws Exception {
    AttemptRef attempt = running();
    answered(desk.post(attempt.taskId(), 0, "hello\n"), 6, 6);
    answered(desk.post(attempt.taskId(), 0, "hello\n"), 6, 0);
    answered(desk.post(attempt.taskId(), 3, "lo\nworld\n"), 12, 6);
    answered(desk.post(attempt.taskId(), 12, ""), 12, 0);
    isStored(attempt.taskId(), "hello\nworld\n");
  }

  @Test
  void anOverlapThatDisagreesIsRefusedAndChangesNothing() throws Exception {
    AttemptRef attempt = running();
    desk.post(attempt.taskId(), 0, "hello\n");
    refused(desk.post(attempt.taskId(), 3, "LO\nworld\n"), 409, 2002);
    refused(desk.post(attempt.taskId(), 0, "hellO\n"), 409, 2002);
    isStored(attempt.taskId(), "hello\n");
  }

  @Test
  void aGapIsAnsweredWithTheRightOffset() throws Exception {
    AttemptRef attempt = running();
    desk.post(attempt.taskId(), 0, "abc");
    refused(desk.post(attempt.taskId(), 4, "e"), 416, 2004).body("next_offset", equalTo(3));
    refused(desk.post(attempt.taskId(), 1L << 53, "e"), 416, 2004).body("next_offset", equalTo(3));
    desk.byToken()
        .contentType(ContentType.JSON)
        .body("{\"offset\":4,\"content\":\"e\"}")
        .post("/api/agents/tasks/" + attempt.taskId() + "/logs/chunk")
        .then()
        .statusCode(416)
        .body("code", equalTo(2004))
        .body("next_offset", equalTo(3));
    isStored(attempt.taskId(), "abc");
  }

  @Test
  void socketAndHttpWriteTheSameRunOfBytes() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 0, "abc"));
    answered(desk.post(attempt.taskId(), 3, "def"), 6, 3);
    gateway.say(agent, log(attempt, 8, "ij"));
    gateway.say(agent, log(attempt, 14, "op"));
    refused(desk.post(attempt.taskId(), 8, "ij"), 416, 2004).body("next_offset", equalTo(6));
    refused(desk.post(attempt.taskId(), 6, "ghXjkl"), 409, 2002);
    answered(desk.post(attempt.taskId(), 6, "ghijkl"), 12, 4);
    assertThat(gateway.say(agent, log(attempt, 10, "klmnopq")).nextOffset()).isEqualTo(17);
    answered(desk.post(attempt.taskId(), 0, "abcdefghijklmnopqr"), 18, 1);
    isStored(attempt.taskId(), "abcdefghijklmnopqr");
    for (int from = 0; from < 18; from++) {
      api()
          .accept("text/plain")
          .get("/api/v1/tasks/" + attempt.taskId() + "/logs?offset=" + from)
          .then()
          .body(equalTo("abcdefghijklmnopqr".substring(from)));
    }
  }

  @Test
  void contentIsTextOrBase64OrPacked() throws Exception {
    AttemptRef attempt = running();
    byte[] bytes = {0, -1, 'a', -128, '\n'};
    Map<String, Object> chunk =
        Map.of(
            "phase",
            "plan",
            "offset",
            0,
            "encoding",
            "base64",
            "content",
            Base64.getEncoder().encodeToString(bytes),
            "checksum",
            "sha256:" + Sha256.hex(bytes));
    answered(AgentDesk.post(desk.byToken(), attempt.taskId(), chunk), 5, 5);
    packed(attempt.taskId(), gzip("{\"phase\":\"plan\",\"offset\":5,\"content\":\"ü\"}"))
        .statusCode(200)
        .body("next_offset", equalTo(7));
    assertThat(
            api()
                .accept("text/plain")
                .get("/api/v1/tasks/" + attempt.taskId() + "/logs?phase=plan")
                .asByteArray())
        .isEqualTo(new byte[] {0, -1, 'a', -128, '\n', (byte) 0xc3, (byte) 0xbc});
  }

  @Test
  void whatIsWrongIsSaidAndChangesNothing() throws Exception {
    UUID task = running().taskId();
    wrong(task, Map.of("offset", 0, "content", "a", "checksum", Sha256.hex("b")), "checksum");
    wrong(task, Map.of("offset", 0, "content", "a", "checksum", ""), "checksum");
    wrong(task, Map.of("offset", 0, "content", "~", "encoding", "base64"), "content");
    wrong(task, Map.of("offset", 0, "content", "a", "encoding", "hex"), "encoding");
    wrong(task, Map.of("offset", -1, "content", "a"), "offset");
    wrong(task, Map.of("offset", Long.MAX_VALUE, "content", "a"), "offset");
    wrong(task, Map.of("content", "a"), "offset");
    wrong(task, Map.of("offset", 0), "content");
    wrong(task, Map.of("offset", 0, "content", "a", "phase", "a\u0000"), "phase");
    wrong(task, Map.of("offset", 0, "content", "a", "more", 1), "more");
    refused(packed(task, "{}".getBytes(StandardCharsets.UTF_8)), 400, 1001);
    refused(packed(task, gzip("null")), 400, 1001);
    refused(packed(task, gzip("{\"offset\":0,\"content\":\"" + "a".repeat(1 << 20))), 413, 1007);
    desk.byToken()
        .header("Content-Encoding", "br")
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/api/v1/agents/tasks/" + task + "/logs/chunk")
        .then()
        .statusCode(415)
        .body("code", equalTo(1006));
    isStored(task, "");
  }

  @Test
  void anAgentHasAtMostSixtyFourPhasesForAnAttempt() throws Exception {
    UUID task = running().taskId();
    for (int i = 0; i < 64; i++) {
      Map<String, Object> chunk = Map.of("phase", "p" + i, "offset", 0, "content", "a");
      AgentDesk.post(desk.byToken(), task, chunk).statusCode(200);
    }
    wrong(task, Map.of("phase", "p64", "offset", 0, "content", "a"), "phase");
  }

  @Test
  void onlyTheAgentThatHoldsTheAttemptMayWrite() throws Exception {
    AttemptRef attempt = running();
    UUID task = attempt.taskId();
    Map<String, Object> chunk = Map.of("offset", 0, "content", "a");
    refused(AgentDesk.post(given(), task, chunk), 401, 1002);
    refused(AgentDesk.post(api(), task, chunk), 401, 1002);
    refused(AgentDesk.post(desk.byToken().header("X-App-Key", "a"), task, chunk), 401, 1002);
    String agentId = agent.toString();
    refused(AgentDesk.post(api().header("X-Agent-Id", agentId), task, chunk), 401, 1002);
    String foreign = desk.key(Ids.next());
    refused(AgentDesk.post(desk.byKey(desk.key(null)), task, chunk), 403, 1003);
    refused(
        AgentDesk.post(desk.byKey(foreign).header("X-Agent-Id", agentId), task, chunk), 403, 1003);
    refused(AgentDesk.post(desk.byToken(), Ids.next(), chunk), 404, 2001);
    refused(AgentDesk.post(desk.byToken().header("X-Lease-Id", "another"), task, chunk), 404, 2001);
    isStored(task, "");
    answered(AgentDesk.post(desk.byKey(desk.key(agent)), task, chunk), 1, 1);
    answered(
        AgentDesk.post(desk.byToken().header("X-Lease-Id", attempt.leaseId()), task, chunk), 1, 0);
  }

  @Test
  void anAgentThatIsShutOutDoesNotGetInForLong() throws Exception {
    UUID task = running().taskId();
    String key = desk.key(agent);
    desk.post(task, 0, "a").statusCode(200);
    AgentDesk.post(desk.byKey(key), task, Map.of("offset", 0, "content", "a")).statusCode(200);
    Map<String, Object> chunk = Map.of("offset", 0, "content", "a");
    desk.quarantine();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> AgentDesk.post(desk.byKey(key), task, chunk).extract().<Integer>path("code"),
            Integer.valueOf(1003)::equals);
    desk.shutOut();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> desk.post(task, 0, "a").extract().<Integer>path("code"),
            Integer.valueOf(2001)::equals);
  }

  @Test
  void whatHasNoRoomToWaitIsToldToComeBack() throws Exception {
    UUID task = running().taskId();
    String third = "x".repeat(config.maxWaitingLogBytes() / 3 - 10_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "select pg_advisory_xact_lock(hashtextextended('log %s', 0))".formatted(task));
      CompletionService<ExtractableResponse<Response>> answers =
          new ExecutorCompletionService<>(threads);
      for (String phase : List.of("a", "b", "c", "d")) {
        Map<String, Object> chunk = Map.of("phase", phase, "offset", 0, "content", third);
        answers.submit(() -> AgentDesk.post(desk.byToken(), task, chunk).extract());
      }
      ExtractableResponse<Response> refused = answers.take().get();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      connection.commit();
      for (int i = 0; i < 3; i++) {
        assertThat(answers.take().get().statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aSupersededAttemptIsRefusedAndAFinishedOneMayStillWrite() throws Exception {
    AttemptRef first = running();
    desk.post(first.taskId(), 0, "first\n");
    gateway.connect(agent, "s2", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(agent).attempt();
    Map<String, Object> late = Map.of("offset", 6, "content", "late\n");
    refused(
        AgentDesk.post(desk.byToken().header("X-Lease-Id", first.leaseId()), first.taskId(), late),
        409,
        2002);
    answered(desk.post(second.taskId(), 0, "second\n"), 7, 7);
    gateway.say(agent, done(second));
    answered(desk.post(second.taskId(), 7, "third\n"), 13, 6);
    isStored(second.taskId(), "first\nsecond\nthird\n");
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void whoWritesHasAccepted() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    desk.post(attempt.taskId(), 0, "a").statusCode(200);
    task(attempt.taskId()).body("stage", equalTo("accepted"));
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
  }

  private ValidatableResponse packed(UUID taskId, byte[] body) {
    return desk.byToken()
        .header("Content-Encoding", "gzip")
        .contentType("application/json")
        .body(body)
        .post("/api/v1/agents/tasks/" + taskId + "/logs/chunk")
        .then();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void wrong(UUID taskId, Map<String, Object> chunk, String field) {
    refused(AgentDesk.post(desk.byToken(), taskId, chunk), 400, 1001)
        .body("errors.field", hasItem(containsString(field)));
  }

  private static void answered(ValidatableResponse answer, int nextOffset, int saved) {
    answer
        .statusCode(200)
        .body("status", equalTo("ok"))
        .body("next_offset", equalTo(nextOffset))
        .body("saved_bytes", equalTo(saved));
  }

  private static ValidatableResponse refused(ValidatableResponse answer, int status, int code) {
    return answer.statusCode(status).body("code", equalTo(code));
  }

  private void isStored(UUID taskId, String text) {
    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + taskId + "/logs")
        .then()
        .statusCode(200)
        .body(equalTo(text));
  }
}
