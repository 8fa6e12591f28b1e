package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.tasks.config.TaskConfig;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogQuotaTest extends QueueCase {
  @TestHTTPResource URI base;
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
  void outputBeyondTheQuotaIsCutAndReadersSeeWhere() throws Exception {
    AttemptRef attempt = running();
    UUID task = attempt.taskId();
    gateway.say(agent, log(attempt, 0, "0123"));
    leave(task, 6);
    desk.post(task, 4, "4567").statusCode(200).body("status", equalTo("ok"));
    desk.post(task, 8, "89abc")
        .statusCode(200)
        .body("status", equalTo("truncated"))
        .body("next_offset", equalTo(13))
        .body("saved_bytes", equalTo(2));
    desk.post(task, 13, "def").body("status", equalTo("truncated")).body("saved_bytes", equalTo(0));
    Ack ack = gateway.say(agent, log(attempt, 16, "ghi"));
    assertThat(ack.code()).isEqualTo(1007);
    assertThat(ack.nextOffset()).isEqualTo(19);
    desk.post(task, 2, "234").body("status", equalTo("ok")).body("saved_bytes", equalTo(0));
    gateway.say(agent, done(attempt));

    String expected = "0123456789" + mark();
    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + task + "/logs")
        .then()
        .header("X-Log-Truncated", "true")
        .header("X-Log-Truncated-At", "10")
        .header("X-Log-Complete", "true")
        .body(equalTo(expected));
    api()
        .accept(ContentType.JSON)
        .get("/api/v1/tasks/" + task + "/logs?offset=3")
        .then()
        .body("truncated", equalTo(true))
        .body("truncated_at", equalTo(10))
        .body("content", equalTo(expected.substring(3)));
    try (SseClient stream = follow(task)) {
      assertThat(stream.next().text("content")).isEqualTo(expected);
      SseClient.Event cut = stream.next();
      assertThat(cut.type()).isEqualTo("truncated");
      assertThat(cut.json().path("offset").asInt()).isEqualTo(10);
      assertThat(stream.next().type()).isEqualTo("end");
    }
  }

  @Test
  void theQuotaIsOfAllPhasesAndAttemptsTogether() throws Exception {
    AttemptRef attempt = running();
    UUID task = attempt.taskId();
    desk.post(task, 0, "0123");
    leave(task, 2);
    AgentDesk.post(desk.byToken(), task, Map.of("phase", "apply", "offset", 0, "content", "abcd"))
        .body("status", equalTo("truncated"))
        .body("saved_bytes", equalTo(2));
    AgentDesk.post(desk.byToken(), task, Map.of("phase", "late", "offset", 0, "content", "x"))
        .body("status", equalTo("truncated"))
        .body("saved_bytes", equalTo(0));
    read(task, "run").body("truncated", equalTo(false)).body("truncated_at", nullValue());
    read(task, "apply").body("truncated_at", equalTo(2)).body("content", equalTo("ab" + mark()));
    read(task, "late").body("truncated_at", equalTo(0)).body("content", equalTo(mark()));
  }

  @Test
  void whatCameEarlyIsCutTooAndTheMarkIsAtTheEndOfWhatIsThere() throws Exception {
    AttemptRef attempt = running();
    UUID task = attempt.taskId();
    gateway.say(agent, log(attempt, 0, "0123"));
    gateway.say(agent, log(attempt, 10, "abcd"));
    leave(task, 3);
    assertThat(gateway.say(agent, log(attempt, 20, "efgh")).code()).isEqualTo(1007);
    read(task, "run").body("truncated", equalTo(false)).body("content", equalTo("0123"));
    assertThat(gateway.say(agent, log(attempt, 4, "456789")).code()).isEqualTo(1007);
    read(task, "run").body("truncated_at", equalTo(4)).body("content", equalTo("0123" + mark()));
    assertThat(gateway.say(agent, log(attempt, 14, "x")).code()).isEqualTo(1007);
  }

  @Test
  void notAByteMoreIsKeptHoweverManyWriteAtOnce() throws Exception {
    AttemptRef attempt = running();
    UUID task = attempt.taskId();
    desk.post(task, 0, "0123");
    leave(task, 95);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String phase = "p" + i;
        Map<String, Object> chunk = Map.of("phase", phase, "offset", 0, "content", "0123456789");
        var unused =
            threads.submit(() -> AgentDesk.post(desk.byToken(), task, chunk).statusCode(200));
        gateway.send(
            agent,
            new AgentSignal.TaskLog(
                attempt, "s" + i, LogStream.STDOUT, 0, LogContent.of("0123456789")));
      }
    }
    Awaitility.await().until(() -> number("count(*)", task) == 41);
    assertThat(number("sum(stored)", task)).isEqualTo(config.maxLogBytes());
  }

  private long number(String what, UUID task) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select " + what + " from log_extent where task_id = ?")) {
      query.setObject(1, task);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private ValidatableResponse read(UUID task, String phase) {
    return api()
        .accept(ContentType.JSON)
        .get("/api/v1/tasks/" + task + "/logs?phase=" + phase)
        .then();
  }

  private String mark() {
    return "\n[output cut: a task keeps " + config.maxLogBytes() + " bytes]\n";
  }

  private SseClient follow(UUID task) throws Exception {
    return new SseClient(
        base.resolve("/api/v1/tasks/" + task + "/logs"), auth.token(user.toString(), "user"), null);
  }

  /** As if the rest of the quota had been used. */
  private void leave(UUID task, long bytes) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement("update log_extent set stored = ? where task_id = ?")) {
      update.setLong(1, config.maxLogBytes() - bytes);
      update.setObject(2, task);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
