package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.controlplane.Poller;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A11: work is taken, done and told of. */
@QuarkusTest
class ControlPlaneTest extends ControlPlaneCase {
  @Test
  void workBecomesATaskAndItsOutcomeIsToldAsItWasCommitted() throws Exception {
    offer("w1");
    replica();
    UUID taskId = taken("w1");
    runOne();
    JsonNode outcome = outcome("w1");
    assertThat(outcome.path("status").asText()).isEqualTo("done");
    assertThat(outcome.path("result").asText()).isEqualTo("ok");
    assertThat(outcome.path("exit_code").asInt()).isZero();
    String finished = task(taskId).body("status", equalTo("done")).extract().path("finished_at");
    assertThat(outcome.path("finished_at").asText()).isEqualTo(finished);
    await().until(() -> state("w1").equals("ended"));
    assertThat(statuses("w1")).startsWith("queued").contains("running").endsWith("done");
    assertThat(plane.outcomes("w1")).hasSize(1);
    assertThat(plane.reports("w1"))
        .allMatch(report -> report.path("task_id").asText().equals(taskId.toString()));
  }

  @Test
  void aFailureIsToldWithItsReason() throws Exception {
    offer("w1");
    replica();
    taken("w1");
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    gateway.say(agent, failed(attempt));
    JsonNode outcome = outcome("w1");
    assertThat(outcome.path("status").asText()).isEqualTo("failed");
    assertThat(outcome.path("error").path("kind").asText()).isEqualTo("failed");
    assertThat(outcome.path("error").path("message").asText()).isEqualTo("exit 3");
    assertThat(outcome.path("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void whatIsOfferedAgainMakesNoSecondTask() {
    plane.repeat();
    offer("w1");
    replica();
    UUID taskId = taken("w1");
    await().until(() -> plane.acknowledged("w1").size() > 3);
    assertThat(plane.acknowledged("w1"))
        .allMatch(answer -> answer.path("task_id").asText().equals(taskId.toString()));
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void aCancelIsPassedOnToAQueuedTask() {
    offer("w1");
    replica();
    taken("w1");
    plane.cancel("w1");
    assertThat(outcome("w1").path("status").asText()).isEqualTo("canceled");
    await().until(() -> plane.canceled("w1").size() == 1);
    assertThat(plane.canceled("w1").getFirst().path("code").asInt()).isZero();
  }

  @Test
  void aCancelIsPassedOnToTheAgentAndRefusedOnceTheTaskHasEnded() throws Exception {
    offer("w1");
    replica();
    UUID taskId = taken("w1");
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    plane.cancel("w1");
    await().until(() -> task(taskId).extract().path("stage"), "canceling"::equals);
    gateway.say(agent, done(attempt));
    assertThat(outcome("w1").path("status").asText()).isEqualTo("done");

    plane.cancel("w1");
    plane.cancel("unheard-of");
    await().until(() -> plane.canceled("w1").size() >= 2);
    assertThat(plane.canceled("w1").getLast().path("code").asInt()).isEqualTo(3001);
    await().until(() -> plane.canceled("unheard-of").size() == 1);
    assertThat(plane.canceled("unheard-of").getFirst().path("code").asInt()).isEqualTo(2001);
  }

  @Test
  void badWorkIsRefusedWithoutHoldingUpTheRest() {
    plane.offer("a-priority", task(Map.of("priority", "101")));
    plane.offer("b-field", task(Map.of("shoe_size\\u0000", "1")));
    plane.offer("c-namespace", task(Map.of("namespace", "\"other\"")));
    plane.offer("d-nothing", "null");
    plane.offer("e-deep", task(Map.of("input", "[".repeat(99) + "]".repeat(99))));
    plane.offer("f-large", task(Map.of("input", "\"" + "x".repeat(1 << 20) + "\"")));
    plane.offer("g-twice", "{\"type\":\"a\",\"type\":7}");
    plane.offer("h-half", task(Map.of("input", "\"\\ud800\"")));
    plane.offerText("i-number", "5");
    plane.offerText("j-unnamed", "{\"id\":7,\"task\":{}}");
    offer("z-good");
    replica();
    taken("z-good");
    assertThat(refusal("a-priority").path("message").asText()).startsWith("priority: ");
    for (String id : List.of("a-priority", "b-field", "c-namespace", "d-nothing", "e-deep")) {
      assertThat(refusal(id).path("code").asInt()).as(id).isEqualTo(1001);
      assertThat(refusal(id).has("task_id")).isFalse();
    }
    assertThat(refusal("f-large").path("code").asInt()).isEqualTo(1007);
    assertThat(refusal("g-twice").path("code").asInt()).isEqualTo(1001);
    assertThat(refusal("h-half").path("code").asInt()).isEqualTo(1001);
    assertThat(refusal("7").path("code").asInt()).isEqualTo(1001);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void moreWorkThanIsTakenAtOnceIsTakenInTurns() {
    for (int i = 0; i < 7; i++) {
      offer("w" + i);
    }
    replica(plane.url(), 3);
    for (int i = 0; i < 7; i++) {
      taken("w" + i);
    }
    assertThat(tasks()).isEqualTo(7);
  }

  @Test
  void oneReplicaAsksAndAnotherTakesOver() {
    Poller first = replica();
    await().until(first::isLeading);
    Poller second = replica();
    await().until(() -> plane.pollers().size() > 5);
    assertThat(plane.pollers()).doesNotContainNull().containsOnly(plane.pollers().getFirst());
    assertThat(second.isLeading()).isFalse();
    first.close();
    await().until(second::isLeading);
    offer("w1");
    taken("w1");
    assertThat(plane.pollers().getLast()).isNotEqualTo(plane.pollers().getFirst());
  }

  @Test
  void theTermOfOneThatFellSilentRunsOut() throws Exception {
    change(
        "insert into control_plane_lease values (?, 'dead', 7, now() + interval '1 hour')", scope);
    Poller successor = replica();
    change("update control_plane_lease set until = now() where scope = ?", scope);
    await().until(successor::isLeading);
    change(
        "update control_plane_lease set until = until where scope = ? and term = 8"
            + " and holder <> 'dead'",
        scope);
  }
}
