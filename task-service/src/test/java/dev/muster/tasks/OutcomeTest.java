package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.id.Ids;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutcomeTest extends QueueCase {
  @Test
  void aResultThatOvertakesItsAcceptCountsAsAccepted() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(attempt));
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(attempt)).code()).isZero();
    task(taskId).body("status", equalTo("done")).body("accepted_at", notNullValue());
  }

  @Test
  void aRepeatedResultIsAcknowledgedAndChangesNothing() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, done(attempt));
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    assertThat(gateway.say(agent, failed(attempt)).code()).isZero();

    task(attempt.taskId()).body("status", equalTo("done"));
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
  }

  @Test
  void aResultOfASupersededAttemptIsRefused() throws Exception {
    AttemptRef old = running();
    gateway.connect(agent, "s2", 1, List.of(capability));
    AgentCommand.DispatchTask again = gateway.dispatched(agent);
    assertThat(again.attempt().taskId()).isEqualTo(old.taskId());
    assertThat(again.attempt().attempt()).isEqualTo(2);

    assertThat(gateway.say(agent, done(old)).code()).isEqualTo(2002);
    task(old.taskId()).body("status", equalTo("running"));
    assertThat(gateway.say(agent, done(again.attempt())).code()).isZero();
    assertThat(Invariants.acceptedOutcomes(database, old.taskId())).isEqualTo(1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aResultForSomebodyElsesTaskIsRefused() throws Exception {
    AttemptRef attempt = running();
    assertThat(gateway.say(Ids.next(), done(attempt)).code()).isEqualTo(2001);
    AttemptRef forged = new AttemptRef(attempt.taskId(), "forged", attempt.attempt());
    assertThat(gateway.say(agent, done(forged)).code()).isEqualTo(2001);
    AttemptRef unknown = new AttemptRef(Ids.next(), attempt.leaseId(), 1);
    assertThat(gateway.say(agent, done(unknown)).code()).isEqualTo(2001);
    task(attempt.taskId()).body("status", equalTo("running"));
  }

  @Test
  void anAgentThatReturnsInTimeKeepsWhatItRuns() throws Exception {
    AttemptRef attempt = running();
    gateway.disconnected(agent, "s1", false);
    Map<String, Object> opened = gateway.connect(agent, "s2", 1, List.of(capability), attempt);

    assertThat((List<?>) opened.get("abandon")).isEmpty();
    assertThat(gateway.nothingDispatchedWithin(1_500)).isTrue();
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void anAgentAwayForLongerThanTheGraceLosesItsTaskAndIsToldToAbandonIt() throws Exception {
    AttemptRef attempt = running();
    gateway.disconnected(agent, "s1", false);
    awaitStatus(attempt.taskId(), "queued");

    UUID other = Ids.next();
    gateway.connect(other, "o1", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(other).attempt();
    Map<String, Object> opened = gateway.connect(agent, "s2", 1, List.of(capability), attempt);
    assertThat((List<?>) opened.get("abandon")).hasSize(1);
    assertThat(gateway.say(other, done(second)).code()).isZero();
    assertThat(Invariants.acceptedOutcomes(database, attempt.taskId())).isEqualTo(1);
    gateway.disconnected(other, "o1", true);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aTaskThatIsLostTooOftenIsADeadLetter() throws Exception {
    gateway.connect(agent, "s0", 1, List.of(capability));
    UUID taskId = submit(Map.of("max_lost", 2));
    for (int round = 1; round <= 2; round++) {
      AttemptRef attempt = gateway.dispatched(agent).attempt();
      gateway.say(agent, new AgentSignal.TaskAccept(attempt));
      gateway.connect(agent, "r" + round, 1, List.of(capability));
    }
    awaitStatus(taskId, "failed");
    task(taskId).body("stage", equalTo("dead_letter")).body("error.kind", equalTo("lost"));
    gateway.disconnected(agent, "r2", true);
  }

  @Test
  void aFailedAttemptIsRetriedAfterItsBackoffUntilNoneIsLeft() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId =
        submit(
            Map.of("max_attempts", 2, "backoff", Map.of("initial", 0.3, "jitter", 0, "factor", 1)));
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.say(agent, failed(first));
    task(taskId).body("status", equalTo("queued")).body("stage", equalTo("retry_wait"));

    AttemptRef second = gateway.dispatched(agent).attempt();
    gateway.say(agent, failed(second));
    task(taskId)
        .body("status", equalTo("failed"))
        .body("stage", equalTo("dead_letter"))
        .body("error.kind", equalTo("failed"))
        .body("exit_code", equalTo(3));
    api().get("/api/v1/tasks/" + taskId + "/attempts").then().body("items.size()", equalTo(2));
  }

  @Test
  void aDeadLetterIsRedriven() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, failed(attempt));
    api().post("/api/v1/tasks/" + attempt.taskId() + "/retry").then().statusCode(200);
    AttemptRef again = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(again));
    task(attempt.taskId()).body("status", equalTo("done"));
    api().post("/api/v1/tasks/" + attempt.taskId() + "/retry").then().statusCode(409);
  }

  @Test
  void aRunBeyondItsTimeoutIsEndedByTheServerWhenTheAgentDoesNot() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("timeout", 0.1));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    awaitStatus(taskId, "failed");
    task(taskId).body("error.kind", equalTo("timeout"));
    assertThat(gateway.say(agent, done(attempt)).code()).isEqualTo(2002);
  }
}
