package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeadlineTest extends QueueCase {
  private static final Map<String, Object> QUICK = Map.of("initial", 0.1, "jitter", 0, "factor", 1);

  @Test
  void aTaskThatNobodyStartsInTimeFailsAndSaysWhy() {
    UUID taskId = submit(Map.of("queue_timeout", 0.2));
    awaitStatus(taskId, "failed");
    task(taskId)
        .body("stage", equalTo("dead_letter"))
        .body("attempt", equalTo(0))
        .body("error.kind", equalTo("timeout"))
        .body("error.message", equalTo("no agent started it within its queue_timeout of 0.2 s"));
    api()
        .get("/api/v1/tasks/" + taskId + "/events")
        .then()
        .body("items.type", contains("task/status", "task/error", "task/status"))
        .body("items[1].payload.kind", equalTo("timeout"));
    api().get("/api/v1/tasks?stage=dead_letter").then().body("total", equalTo(1));
  }

  @Test
  void whoPrefersToWaitHearsOfTheQueueTimeout() {
    api()
        .header("Prefer", "wait=10")
        .contentType("application/json")
        .body(wish(Map.of("queue_timeout", 0.2)))
        .post("/api/v1/tasks")
        .then()
        .statusCode(200)
        .body("status", equalTo("failed"))
        .body("error.kind", equalTo("timeout"));
  }

  @Test
  void theTimeInTheQueueBeginsWhenTheTaskMayRunAndAnewWithARetry() throws Exception {
    UUID taskId = submit(Map.of("queue_timeout", 1, "delay", 1.2));
    Awaitility.await()
        .untilAsserted(
            () -> task(taskId).body("status", equalTo("queued")).body("stage", equalTo(null)));
    awaitStatus(taskId, "failed");
    api().post("/api/v1/tasks/" + taskId + "/retry").then().statusCode(200);
    task(taskId).body("status", equalTo("queued")).body("error", equalTo(null));
    awaitStatus(taskId, "failed");
    api().post("/api/v1/tasks/" + taskId + "/retry").then().statusCode(200);
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(attempt));
    task(taskId).body("status", equalTo("done")).body("error", equalTo(null));
  }

  @Test
  void aTaskThatWasStartedOnceIsNotTooLateForItsRetry() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId =
        submit(
            Map.of(
                "queue_timeout",
                0.5,
                "max_attempts",
                2,
                "backoff",
                Map.of("initial", 1.2, "jitter", 0, "factor", 1)));
    gateway.say(agent, failed(gateway.dispatched(agent).attempt()));
    AttemptRef second = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(second));
    task(taskId).body("status", equalTo("done"));
  }

  @Test
  void aRunThatGivesNoSignOfLifeTimesOutAndItsAgentIsToldToStop() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("silence_timeout", 1));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    long began = System.nanoTime();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              long now = System.nanoTime() - began;
              boolean even = now / 100_000_000 % 2 == 0;
              AgentSignal sign =
                  even
                      ? new AgentSignal.TaskProgress(attempt, 1.0, null, null, null)
                      : log(attempt, now / 1_000_000, "x");
              assertThat(gateway.say(agent, sign).code()).isZero();
              return now > Duration.ofMillis(2_500).toNanos();
            });
    task(taskId).body("status", equalTo("running"));
    awaitStatus(taskId, "failed");
    task(taskId)
        .body("error.kind", equalTo("timeout"))
        .body("error.message", equalTo("the run gave no sign of life within its silence_timeout"));
    assertThat(gateway.command(agent).kind()).isEqualTo("cancel_task");
    assertThat(gateway.say(agent, done(attempt)).code()).isEqualTo(2002);
  }

  @Test
  void anAgentWhoseConnectionIsLostIsNotCalledSilent() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("silence_timeout", 0.3));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    gateway.disconnected(agent, "s1", false);
    awaitStatus(taskId, "queued");
    api()
        .get("/api/v1/tasks/" + taskId + "/attempts")
        .then()
        .body("items.outcome", contains("lost"));
  }

  @Test
  void anErrorThatTheSubmitCalledFinalIsNotTriedAgain() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId =
        submit(
            Map.of("max_attempts", 5, "backoff", QUICK, "non_retryable", List.of("exit_code:1-3")));
    gateway.say(agent, failed(gateway.dispatched(agent).attempt()));
    task(taskId)
        .body("status", equalTo("failed"))
        .body("stage", equalTo("dead_letter"))
        .body("attempt", equalTo(1));
  }
}
