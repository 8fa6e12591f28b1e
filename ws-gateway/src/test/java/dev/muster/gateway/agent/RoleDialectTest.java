package dev.muster.gateway.agent;

import static dev.muster.gateway.agent.DialectReading.ATTEMPT;
import static dev.muster.gateway.agent.DialectReading.TASK;
import static dev.muster.gateway.agent.DialectReading.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.id.Ids;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.RunningAttempt;
import dev.muster.wire.TaskErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleDialectTest {
  private final DialectReading agent =
      new DialectReading(new RoleDialect(DialectReading.PROFILE, Duration.ofSeconds(15)));

  @Test
  void theFirstStatusRegistersWithEveryTaskThatWasSpokenOf() {
    assertThat(agent.hear("task/result", task())).containsExactly(new Inbound.Early());
    String other = Ids.next().toString();
    List<Inbound> said =
        agent.hear(
            "agent/status",
            "{\"running\":[{\"task_id\":\"%s\",\"lease_id\":\"l\",\"attempt\":3}]}"
                .formatted(other));

    assertThat(said).hasSize(2).last().isEqualTo(new Inbound.Early());
    assertThat(register(said.getFirst()).running())
        .containsExactly(
            new RunningAttempt(new AttemptRef(TASK, null, 0), Map.of()),
            new RunningAttempt(new AttemptRef(java.util.UUID.fromString(other), "l", 3), Map.of()));
    assertThat(agent.hear("agent/status", "{}")).containsExactly(new Inbound.Early());
  }

  @Test
  void anAgentThatSaysNothingIsRegisteredOnceAsOneThatRunsNothing() {
    assertThat(agent.hear("heartbeat", "{}")).containsExactly(new Inbound.Early());

    assertThat(agent.dialect.unasked())
        .hasValueSatisfying(
            frame -> assertThat(((AgentSignal.Register) frame.message()).running()).isEmpty());
    assertThat(agent.dialect.unasked()).isEmpty();
  }

  @Test
  void aTaskThatIsOnlyNamedIsTheAttemptThatTheAgentWasGiven() {
    agent.opened();
    agent.given("d-1");

    assertThat(agent.signals("task/accept", task()))
        .containsExactly(Ack.ok("d-1"), new AgentSignal.TaskAccept(ATTEMPT));
    assertThat(agent.signals("task/result", task("\"result\":7")))
        .singleElement()
        .isInstanceOfSatisfying(
            AgentSignal.TaskResult.class,
            result -> {
              assertThat(result.attempt()).isEqualTo(ATTEMPT);
              assertThat(result.result().asInt()).isEqualTo(7);
            });
  }

  @Test
  void anAttemptThatTheAgentCameBackWithIsKnown() {
    agent.opened(ATTEMPT);

    assertThat(agent.signals("task/progress", task("\"percent\":5")))
        .containsExactly(new AgentSignal.TaskProgress(ATTEMPT, 5.0, null, null, null));
  }

  @Test
  void aLeaseThatIsNamedCounts() {
    agent.opened(ATTEMPT);

    assertThat(agent.signals("task/accept", task("\"lease_id\":\"old\",\"attempt\":7")))
        .containsExactly(new AgentSignal.TaskAccept(new AttemptRef(TASK, "old", 7)));
  }

  @ParameterizedTest
  @CsvSource({"'\"accepted\":false,\"reason\":\"busy\"', busy", "'\"accepted\":false', rejected"})
  void aRefusedTaskIsRejected(String members, String reason) {
    agent.opened();
    agent.given("d-1");

    assertThat(agent.signals("task/accept", task(members)))
        .containsExactly(Ack.ok("d-1"), new AgentSignal.TaskReject(ATTEMPT, reason));
  }

  @Test
  void theEndOfACanceledTaskConfirmsThatAndIsTheReceiptOfTheCancel() {
    agent.opened(ATTEMPT);
    JsonNode cancel = agent.write("c-1", DialectReading.cancel()).orElseThrow();

    assertThat(cancel.path("type").asText()).isEqualTo("task/cancel");
    assertThat(agent.signals("task/progress", task("\"percent\":5"))).hasSize(1);
    assertThat(agent.signals("task/error", task("\"error\":\"stopped\"")))
        .containsExactly(
            Ack.ok("c-1"),
            new AgentSignal.TaskError(ATTEMPT, TaskErrorKind.CANCELED, "stopped", null, null));
  }

  @Test
  void anErrorWithoutWordsIsAFailure() {
    agent.opened(ATTEMPT);

    assertThat(agent.signals("task/error", task()))
        .containsExactly(
            new AgentSignal.TaskError(
                ATTEMPT, TaskErrorKind.FAILED, "the agent gave no reason", null, null));
  }

  @Test
  void aTaskThatNobodyGaveIsNotHeld() {
    agent.opened();

    assertThat(agent.hear("task/result", task())).containsExactly(new Inbound.Unheld("m-1"));
  }

  @Test
  void whatTheAgentMustAbandonIsCanceledWithoutALease() {
    SessionOpen.Attempt gone = DialectReading.unknownLease();
    AgentCommand command = agent.open(List.of(gone)).getFirst();
    JsonNode payload = agent.write("c-1", command).orElseThrow().path("payload");

    assertThat(payload.path("task_id").asText()).isEqualTo(gone.taskId().toString());
    assertThat(payload.has("lease_id")).isFalse();
    assertThat(agent.hear("task/error", "{\"task_id\":\"" + gone.taskId() + "\"}"))
        .hasSize(2)
        .last()
        .isEqualTo(new Inbound.Unheld("m-1"));
  }

  @Test
  void aStatusIsAcknowledgedAndSaysTheLoadFromThenOn() {
    agent.opened();

    assertThat(agent.hear("agent/status", "{\"running\":[],\"cpu_percent\":12.5}").getLast())
        .isEqualTo(new Inbound.Noted("m-1"));
    agent.given("d-1");
    assertThat(agent.signals("heartbeat", "{}"))
        .containsExactly(new AgentSignal.Heartbeat(12.5, null, 1, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start_realtime_stream", "stop_realtime_stream", "agent_registered"})
  void thereIsNoWordForWhatThisDialectLacks(String kind) {
    assertThat(agent.dialect.write("m", 0, kind, DialectReading.json("{}"), Map.of())).isEmpty();
  }

  @Test
  void aNewerTypeIsUnknown() {
    agent.opened();

    assertThat(agent.hear("task/novelty", "{}")).containsExactly(new Inbound.UnknownKind("m-1"));
  }

  @Test
  void aFrameWithoutAnIdIsNameless() {
    assertThat(agent.dialect.read("{\"type\":\"heartbeat\"}"))
        .containsExactly(new Inbound.Nameless());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"id\":\"m\"",
        "{\"id\":\"m\"}",
        "{\"id\":\"m\",\"type\":7}",
        "{\"id\":\"m\",\"type\":\"agent/status\",\"payload\":[]}",
        "{\"id\":\"m\",\"type\":\"agent/status\",\"payload\":{\"running\":{}}}",
        "{\"id\":\"m\",\"type\":\"agent/status\",\"payload\":{\"running\":[\"x\"]}}",
        "{\"id\":\"m\",\"type\":\"agent/status\",\"payload\":{\"cpu_percent\":101}}",
        "{\"id\":\"m\",\"type\":\"task/accept\",\"payload\":{\"accepted\":\"yes\"}}",
        "{\"id\":\"m\",\"type\":\"task/accept\",\"payload\":{}}",
        "{\"id\":\"m\",\"type\":\"task/accept\",\"payload\":{\"task_id\":\"x\"}}",
        "{\"id\":\"m\",\"type\":\"task/error\",\"payload\":{\"task_id\":\"0197f3a0-7c1e-7d3a-9b52-3f1c5a2e8d10\",\"kind\":\"odd\"}}",
        "{\"id\":\"m\",\"type\":\"task/accept\",\"payload\":{\"task_id\":\"0197f3a0-7c1e-7d3a-9b52-3f1c5a2e8d10\",\"lease_id\":\"l\"}}"
      })
  void aBadFrameIsMalformed(String text) {
    agent.opened(ATTEMPT);

    assertThat(agent.dialect.read(text))
        .singleElement()
        .isInstanceOfSatisfying(
            Inbound.Malformed.class, wrong -> assertThat(wrong.code()).isEqualTo(1001));
  }

  private static AgentSignal.Register register(Inbound said) {
    return (AgentSignal.Register) ((Inbound.Signal) said).frame().message();
  }
}
