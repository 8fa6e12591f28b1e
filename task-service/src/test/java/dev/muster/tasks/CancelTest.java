package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.TaskErrorKind;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
}
