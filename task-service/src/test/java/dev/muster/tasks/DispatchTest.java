package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.id.Ids;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DispatchTest extends QueueCase {
  @Test
  void aTaskIsDispatchedAcceptedAndDone() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("input", Map.of("argv", List.of("true"))));

    AgentCommand.DispatchTask dispatch = gateway.dispatched(agent);
    assertThat(dispatch.attempt().taskId()).isEqualTo(taskId);
    assertThat(dispatch.input().path("argv").path(0).asText()).isEqualTo("true");
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(dispatch.attempt())).code()).isZero();
    task(taskId).body("status", equalTo("running")).body("stage", equalTo("accepted"));
    assertThat(gateway.say(agent, done(dispatch.attempt())).code()).isZero();

    task(taskId)
        .body("status", equalTo("done"))
        .body("result", equalTo("ok"))
        .body("finished_at", notNullValue());
    assertThat(Invariants.acceptedOutcomes(database, taskId)).isEqualTo(1);
  }

  @Test
  void aPrivateAgentIsPassedOverUntilAPublicOneComes() throws Exception {
    UUID hidden = Ids.next();
    gateway.connect("private", hidden, "h1", 5, List.of(capability));
    UUID taskId = submit(Map.of());
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    UUID admins =
        UUID.fromString(
            given()
                .auth()
                .oauth2(auth.token(user.toString(), "admin"))
                .contentType(ContentType.JSON)
                .body(wish(Map.of()))
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .path("task_id"));
    assertThat(gateway.dispatched(hidden).attempt().taskId()).isEqualTo(admins);

    gateway.connect(agent, "s1", 1, List.of(capability));
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(taskId);
    gateway.disconnected(hidden, "h1", true);
  }

  @Test
  void anAgentNeverHoldsMoreThanItsSlotsAndTakesTheUrgentFirst() throws Exception {
    UUID low = submit(Map.of("priority", -5));
    UUID high = submit(Map.of("priority", 5));
    gateway.connect(agent, "s1", 1, List.of(capability));

    AgentCommand.DispatchTask first = gateway.dispatched(agent);
    assertThat(first.attempt().taskId()).isEqualTo(high);
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    gateway.say(agent, done(first.attempt()));
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(low);
  }

  @Test
  void aRejectedTaskGoesToAnotherAgentAtOnce() throws Exception {
    UUID other = Ids.next();
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.connect(other, "o1", 1, List.of(capability));
    gateway.say(agent, new AgentSignal.TaskReject(first, "busy"));

    AttemptRef second = gateway.dispatched(other).attempt();
    gateway.say(other, done(second));
    gateway.disconnected(other, "o1", true);
  }

  @Test
  void aTaskThatAllAgentsRejectGoesRoundOnceAndLetsOthersPass() throws Exception {
    UUID other = Ids.next();
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of("priority", 9));
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.connect(other, "o1", 1, List.of(capability));
    gateway.say(agent, new AgentSignal.TaskReject(first, "unsupported"));
    AttemptRef second = gateway.dispatched(other).attempt();
    gateway.say(other, new AgentSignal.TaskReject(second, "unsupported"));

    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    gateway.disconnected(other, "o1", true);
    UUID next = submit(Map.of());
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(next);
  }

  @Test
  void aDispatchWithoutAnAcceptIsIssuedAgain() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    AttemptRef unheard = gateway.dispatched(agent).attempt();
    UUID other = Ids.next();
    gateway.connect(other, "s1", 1, List.of(capability));

    AttemptRef second = gateway.dispatched(other).attempt();
    assertThat(second.taskId()).isEqualTo(taskId);
    assertThat(second.leaseId()).isNotEqualTo(unheard.leaseId());
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(unheard)).code()).isEqualTo(2002);
    assertThat(gateway.say(other, done(second)).code()).isZero();
  }

  @Test
  void anUndeliverableDispatchIsReadyAgainAtOnce() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.undeliverable(agent, "an earlier one", first);
    assertThat(gateway.dispatched(agent).attempt().attempt()).isEqualTo(2);
  }

  @Test
  void aSessionThatItsGatewayDoesNotHaveGetsNothingMore() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    gateway.undeliverable(agent, "s1", gateway.dispatched(agent).attempt());
    assertThat(gateway.nothingDispatchedWithin(1_000)).isTrue();
    gateway.connect(agent, "s2", 1, List.of(capability));
    assertThat(gateway.dispatched(agent).attempt().attempt()).isEqualTo(2);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aDelayedTaskWaitsForItsTime() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("delay", 0.8));
    task(taskId).body("status", equalTo("queued")).body("stage", equalTo("scheduled"));
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(taskId);
  }

  @Test
  void progressOfTheHolderIsShown() throws Exception {
    AttemptRef attempt = running();
    var progress = new AgentSignal.TaskProgress(attempt, 40.0, "halfway", "going", null);
    assertThat(gateway.say(agent, progress).code()).isZero();
    task(attempt.taskId()).body("stage", equalTo("halfway")).body("percent", equalTo(40f));
    assertThat(gateway.say(Ids.next(), progress).code()).isEqualTo(2001);
  }
}
