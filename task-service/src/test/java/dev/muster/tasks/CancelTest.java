package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.TaskErrorKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CancelTest extends QueueCase {
  @Test
  void aQueuedTaskIsCanceledAtOnce() {
    UUID taskId = submit(Map.of());
    api()
        .post("/api/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(200)
        .body("data.canceled", equalTo(true));
    task(taskId).body("status", equalTo("canceled"));
    api()
        .post("/api/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(409)
        .body("code", equalTo(3001));
  }

  @Test
  void aRunningTaskIsCanceledByItsAgent() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    task(attempt.taskId()).body("stage", equalTo("canceling"));
    AgentCommand command = gateway.command(agent);
    assertThat(command).isInstanceOf(AgentCommand.CancelTask.class);
    gateway.say(
        agent, new AgentSignal.TaskError(attempt, TaskErrorKind.CANCELED, "stopped", null, 143));
    task(attempt.taskId()).body("status", equalTo("canceled")).body("exit_code", equalTo(143));
  }

  @Test
  void aResultBeforeTheConfirmationOfACancelWins() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    gateway.say(agent, done(attempt));
    task(attempt.taskId()).body("status", equalTo("done"));
  }

  @Test
  void aCancelThatNobodyConfirmsIsForcedAndTheLateResultRefused() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    awaitStatus(attempt.taskId(), "canceled");
    assertThat(gateway.say(agent, done(attempt)).code()).isEqualTo(2002);
    task(attempt.taskId()).body("status", equalTo("canceled"));
  }

  @ParameterizedTest
  @CsvSource({"rate_limited", "limited"})
  void aParkedTaskIsCanceledAtOnce(String stage) throws Exception {
    UUID taskId = submit(Map.of("concurrency_key", capability));
    try (Connection connection = database.getConnection()) {
      Sql.update(
          connection,
          "update task.task set stage = ?, run_at = now() + interval '1 h' where id = ?",
          Sql.value(stage),
          Sql.value(taskId));
    }
    isCanceledAtOnce(taskId);
  }

  @Test
  void aScheduledTaskIsCanceledAtOnce() {
    isCanceledAtOnce(submit(Map.of("delay", 3600)));
  }

  @Test
  void aTaskThatWaitsForItsRetryIsCanceledAtOnce() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("max_attempts", 2, "backoff", Map.of("initial", 60)));
    gateway.say(agent, failed(gateway.dispatched(agent).attempt()));
    task(taskId).body("stage", equalTo("retry_wait"));
    isCanceledAtOnce(taskId);
  }

  private void isCanceledAtOnce(UUID taskId) {
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    task(taskId).body("status", equalTo("canceled")).body("stage", equalTo(null));
  }

  @Test
  void aTaskThatNoAgentHasAcceptedYetIsNotStartedOnceItIsCanceled() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(202);
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(202);
    assertThat(gateway.say(agent, new AgentSignal.TaskReject(attempt, "busy")).code()).isZero();
    task(taskId).body("status", equalTo("canceled"));
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(409);
  }

  @Test
  void anEndedTaskIsNotCanceled() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, failed(attempt));
    api()
        .post("/api/v1/tasks/" + attempt.taskId() + "/cancel")
        .then()
        .statusCode(409)
        .body("code", equalTo(3001));
    task(attempt.taskId()).body("status", equalTo("failed"));
  }

  @Test
  void whoPrefersToWaitHearsOfTheCancel() throws Exception {
    CompletableFuture<ValidatableResponse> answer =
        CompletableFuture.supplyAsync(() -> submitAndWait(20));
    Awaitility.await()
        .until(
            () -> api().get("/api/v1/tasks").then().extract().path("total"),
            total -> 1 == (int) total);
    String taskId = api().get("/api/v1/tasks").then().extract().path("items[0].task_id");
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    answer.get(10, TimeUnit.SECONDS).statusCode(200).body("status", equalTo("canceled"));
  }
}
