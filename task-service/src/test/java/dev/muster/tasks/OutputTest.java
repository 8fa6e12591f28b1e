package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutputTest extends QueueCase {
  @Test
  void anOffsetBeyondEveryLimitIsRefusedAndStoresNothing() throws Exception {
    AttemptRef attempt = running();
    assertThat(gateway.say(agent, log(attempt, Long.MAX_VALUE, "abc")).code()).isEqualTo(1007);
    api().get("/api/v1/tasks/" + attempt.taskId() + "/logs").then().statusCode(200);
  }

  @Test
  void outputIsStoredOnceInItsPlaceAndReadFromAnyOffset() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 6, "world\n"));
    gateway.say(agent, log(attempt, 0, "hello\n"));
    assertThat(gateway.say(agent, log(attempt, 6, "world\n")).nextOffset()).isEqualTo(12);
    gateway.say(agent, done(attempt));

    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + attempt.taskId() + "/logs")
        .then()
        .header("X-Log-Next-Offset", "12")
        .header("X-Log-Complete", "true")
        .body(equalTo("hello\nworld\n"));
    api()
        .accept(ContentType.JSON)
        .get("/api/tasks/" + attempt.taskId() + "/logs?offset=8")
        .then()
        .body("data.content", equalTo("rld\n"))
        .body("data.complete", equalTo(true));
    api()
        .accept(ContentType.JSON)
        .get("/api/tasks/" + attempt.taskId() + "/logs?offset=13")
        .then()
        .statusCode(416)
        .body("code", equalTo(2004));
  }

  @Test
  void aGapIsWaitedForAWhileAndNeverHidesLaterAttempts() throws Exception {
    AttemptRef first = running();
    gateway.say(agent, log(first, 0, "0123"));
    gateway.say(agent, log(first, 1, "1"));
    gateway.say(agent, log(first, 6, "6789"));
    gateway.connect(agent, "s2", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(agent).attempt();
    gateway.say(agent, log(second, 0, "abc"));
    gateway.say(agent, log(second, 5, "f"));
    gateway.say(agent, done(second));
    complete(first.taskId(), "0123abc", "false");

    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update task set finished_at = now() - interval '2 minutes' where id = '%s'"
              .formatted(first.taskId()));
    }
    complete(first.taskId(), "0123abc", "true");
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void anAttemptThatTheAgentNeverHadIsToldSo() throws Exception {
    AttemptRef attempt = running();
    AttemptRef wrong = new AttemptRef(attempt.taskId(), attempt.leaseId(), attempt.attempt() + 1);
    assertThat(gateway.say(agent, log(wrong, 0, "x")).code()).isEqualTo(2001);
    assertThat(gateway.say(agent, done(wrong)).code()).isEqualTo(2001);
    task(attempt.taskId()).body("status", equalTo("running"));
    gateway.say(agent, done(attempt));
  }

  private void complete(UUID taskId, String text, String complete) {
    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + taskId + "/logs")
        .then()
        .header("X-Log-Complete", complete)
        .body(equalTo(text));
  }

  @Test
  void outputOfSeveralAttemptsIsOneRunOfBytes() throws Exception {
    AttemptRef first = running();
    gateway.say(agent, log(first, 0, "first\n"));
    gateway.connect(agent, "s2", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(agent).attempt();
    assertThat(gateway.say(agent, log(first, 6, "late\n")).code()).isEqualTo(2002);
    gateway.say(agent, log(second, 0, "second\n"));
    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + first.taskId() + "/logs?offset=3")
        .then()
        .header("X-Log-Complete", "false")
        .body(equalTo("st\nsecond\n"));
    gateway.disconnected(agent, "s2", true);
  }
}
