package dev.muster.gateway.agent;

import static dev.muster.gateway.agent.DialectReading.ATTEMPT;
import static dev.muster.gateway.agent.DialectReading.TASK;
import static dev.muster.gateway.agent.DialectReading.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.TaskErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDialectTest {
  private static final String LISTED = "{\"running\":[\"" + TASK + "\"]}";
  private static final AgentSignal ACCEPT = new AgentSignal.TaskAccept(ATTEMPT);

  private final DialectReading agent =
      new DialectReading(new ControlDialect(DialectReading.PROFILE));

  @ParameterizedTest
  @CsvSource({"'\"plan_limit\":2', 2", "'\"status\":\"idle\"', 2147483647"})
  void theFirstHeartbeatRegistersWithItsLimit(String members, int slots) {
    List<Inbound> said =
        agent.hear("heartbeat", "{" + members + ",\"running\":[\"" + TASK + "\"]}");

    assertThat(said).hasSize(2).last().isEqualTo(new Inbound.Early());
    AgentSignal.Register register =
        (AgentSignal.Register) ((Inbound.Signal) said.getFirst()).frame().message();
    assertThat(register.slots()).isEqualTo(slots);
    assertThat(register.running())
        .singleElement()
        .satisfies(each -> assertThat(each.attempt().taskId()).isEqualTo(TASK));
  }

  @Test
  void aTaskThatIsListedIsAcceptedWithEveryHeartbeatUntilThatIsKnown() {
    agent.opened();
    agent.given("d-1");
    List<Inbound> first = agent.hear("heartbeat", LISTED);
    List<Inbound> second = agent.hear("heartbeat", LISTED);

    assertThat(DialectReading.signals(first))
        .containsExactly(Ack.ok("d-1"), ACCEPT, new AgentSignal.Heartbeat(null, null, 1, 3));
    assertThat(DialectReading.signals(second)).hasSize(2).first().isEqualTo(ACCEPT);
    String acceptId = acceptId(second);
    assertThat(acceptId(first)).isEqualTo(acceptId);
    assertThat(agent.write("x", Ack.ok(acceptId))).isEmpty();
    assertThat(agent.signals("heartbeat", LISTED)).hasSize(1);
  }

  @Test
  void aTaskWhoseAcceptIsRefusedIsCanceledAtTheAgentAsLongAsItIsListed() {
    agent.opened();
    agent.given("d-1");
    for (int i = 0; i < 2; i++) {
      Ack refused = Ack.of(acceptId(agent.hear("heartbeat", LISTED)), ErrorCode.CONFLICT, "stale");
      JsonNode frame = agent.write("x", refused).orElseThrow();

      assertThat(frame.path("type").asText()).isEqualTo("cancel_task");
      assertThat(frame.path("payload").path("task_id").asText()).isEqualTo(TASK.toString());
    }
  }

  @Test
  void anOutcomeIsAcceptedBeforeItIsSaid() {
    agent.opened();
    agent.given("d-1");

    assertThat(agent.signals("task_completed", task("\"result\":1")))
        .containsExactly(
            ACCEPT, Ack.ok("d-1"), new AgentSignal.TaskResult(ATTEMPT, IntNode.valueOf(1), null));
    assertThat(agent.signals("task_completed", task("\"result\":1"))).hasSize(1);
  }

  @Test
  void aFailureSaysItsReason() {
    agent.opened(ATTEMPT);

    assertThat(agent.signals("task_failed", task("\"error\":\"plan failed\"")))
        .containsExactly(
            ACCEPT,
            new AgentSignal.TaskError(ATTEMPT, TaskErrorKind.FAILED, "plan failed", null, null));
  }

  @Test
  void theFailureOfACanceledTaskConfirmsTheCancel() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();

    assertThat(agent.signals("task_failed", task("\"error\":\"stopped\"")))
        .containsExactly(
            ACCEPT,
            Ack.ok("c-1"),
            new AgentSignal.TaskError(ATTEMPT, TaskErrorKind.CANCELED, "stopped", null, null));
  }

  @Test
  void aCanceledTaskThatIsNotListedAnyMoreNeedsNoSecondCancel() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();

    assertThat(agent.signals("heartbeat", LISTED)).doesNotContain(Ack.ok("c-1"));
    assertThat(agent.signals("heartbeat", "{\"running\":[]}")).contains(Ack.ok("c-1"));
  }

  @Test
  void aCanceledTaskThatIsNotListedAnyMoreEndsWithEveryHeartbeatUntilThatIsKnown() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();
    AgentSignal end =
        new AgentSignal.TaskError(
            ATTEMPT, TaskErrorKind.CANCELED, "canceled: the agent lists it no more", null, null);

    assertThat(agent.signals("heartbeat", LISTED)).doesNotContain(end);
    List<Inbound> first = agent.hear("heartbeat", "{\"running\":[]}");
    List<Inbound> second = agent.hear("heartbeat", "{\"running\":[]}");
    assertThat(DialectReading.signals(first)).containsSubsequence(ACCEPT, end);
    assertThat(DialectReading.signals(second)).contains(end);
    assertThat(id(second, end)).isEqualTo(id(first, end));

    assertThat(agent.write("x", Ack.ok(id(first, end)))).isEmpty();
    assertThat(agent.signals("heartbeat", "{\"running\":[]}")).hasSize(1);
  }

  @Test
  void aCanceledTaskThatWasNotYetHeardOfHasNotEndedByItsAbsence() {
    agent.opened();
    agent.given("d-1");
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();

    assertThat(agent.signals("heartbeat", "{\"running\":[]}"))
        .noneMatch(AgentSignal.TaskError.class::isInstance);
  }

  @Test
  void whatTheAgentSaysOfACanceledTasksEndStandsForItsAbsence() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();
    List<AgentSignal> unused = agent.signals("task_failed", task("\"error\":\"stopped\""));

    assertThat(agent.signals("heartbeat", "{\"running\":[]}")).hasSize(1);
  }

  @Test
  void theCancelOfAnEarlierAttemptIsOvertakenByTheNext() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();
    assertThat(agent.dialect.overtaken()).isEmpty();
    agent.given("d-1");

    assertThat(agent.dialect.overtaken()).containsExactly("c-1");
    assertThat(agent.dialect.overtaken()).isEmpty();
    assertThat(agent.signals("task_failed", task()))
        .last()
        .isInstanceOfSatisfying(
            AgentSignal.TaskError.class,
            error -> assertThat(error.errorKind()).isEqualTo(TaskErrorKind.FAILED));
  }

  @Test
  void aSecondCancelTakesThePlaceOfTheFirst() {
    agent.opened(ATTEMPT);
    assertThat(agent.write("c-1", DialectReading.cancel())).isPresent();
    assertThat(agent.write("c-2", DialectReading.cancel())).isPresent();

    assertThat(agent.dialect.overtaken()).containsExactly("c-1");
    assertThat(agent.signals("heartbeat", "{}")).contains(Ack.ok("c-2"));
  }

  @Test
  void whatIsSaidOfAnEarlierAttemptsAcceptDoesNotTouchTheNext() {
    agent.opened();
    agent.given("d-1");
    String earlier = acceptId(agent.hear("heartbeat", LISTED));
    agent.given("d-2");

    assertThat(agent.write("x", Ack.of(earlier, ErrorCode.CONFLICT, "stale"))).isEmpty();
    assertThat(agent.signals("heartbeat", LISTED)).contains(ACCEPT);
  }

  @Test
  void aReceiptMayNameTheFrameEitherWay() {
    agent.opened();

    assertThat(agent.signals("ack", "{\"id\":\"d-1\"}"))
        .containsExactly(new Ack("d-1", 0, null, null));
    assertThat(agent.signals("ack", "{\"message_id\":\"d-1\"}"))
        .containsExactly(new Ack("d-1", 0, null, null));
  }

  @Test
  void aTaskThatNobodyGaveIsNotHeld() {
    agent.opened();

    assertThat(agent.hear("task_completed", task())).containsExactly(new Inbound.Unheld("m-1"));
    assertThat(agent.signals("heartbeat", LISTED)).hasSize(1);
  }

  @Test
  void theRegistrysOrdersHaveNoWord() {
    assertThat(agent.dialect.takesOrders()).isFalse();
    assertThat(agent.write("o-1", new AgentCommand.Control("drain", null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"plan_limit\":-1}",
        "{\"plan_limit\":\"3\"}",
        "{\"running\":[7]}",
        "{\"cpu\":\"high\"}",
        "{\"memory\":101}"
      })
  void aBadHeartbeatIsMalformed(String payload) {
    agent.opened();

    assertThat(agent.hear("heartbeat", payload))
        .singleElement()
        .isInstanceOf(Inbound.Malformed.class);
  }

  private static String acceptId(List<Inbound> said) {
    return said.stream()
        .map(each -> ((Inbound.Signal) each).frame())
        .filter(frame -> frame.message() instanceof AgentSignal.TaskAccept)
        .findFirst()
        .orElseThrow()
        .messageId();
  }

  private static String id(List<Inbound> said, AgentSignal signal) {
    return said.stream()
        .map(each -> ((Inbound.Signal) each).frame())
        .filter(frame -> frame.message().equals(signal))
        .findFirst()
        .orElseThrow()
        .messageId();
  }
}
