package dev.muster.gateway.agent;

import static dev.muster.gateway.agent.SessionHarness.ATTEMPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.CloseReason;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import dev.muster.wire.TaskErrorKind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamFramesTest {
  private final SessionHarness agent = new SessionHarness().live();

  @ParameterizedTest
  @MethodSource("carried")
  void aFrameOfAnAttemptGoesToItsStreamAndIsNotAcknowledgedYet(AgentSignal signal, Lane lane) {
    String id = agent.say(signal);

    assertThat(agent.port.sent).isEmpty();
    assertThat(agent.port.forwarded)
        .singleElement()
        .satisfies(
            forwarded -> {
              assertThat(forwarded.lane()).isEqualTo(lane);
              assertThat(forwarded.entry().messageId()).isEqualTo(id);
              assertThat(forwarded.entry().kind()).isEqualTo(signal.kind());
              assertThat(forwarded.entry().agentId()).isEqualTo(agent.agentId);
            });
  }

  static Stream<Arguments> carried() {
    return Stream.of(
        Arguments.of(new AgentSignal.TaskAccept(ATTEMPT), Lane.RESULTS),
        Arguments.of(new AgentSignal.TaskReject(ATTEMPT, "busy"), Lane.RESULTS),
        Arguments.of(new AgentSignal.TaskResult(ATTEMPT, null, 0), Lane.RESULTS),
        Arguments.of(
            new AgentSignal.TaskError(ATTEMPT, TaskErrorKind.FAILED, "m", null, 1), Lane.RESULTS),
        Arguments.of(
            new AgentSignal.TaskLog(ATTEMPT, "run", LogStream.STDOUT, 0, LogContent.of("x")),
            Lane.LOGS),
        Arguments.of(new AgentSignal.TaskProgress(ATTEMPT, 1.0, null, null, null), Lane.STATUS));
  }

  @Test
  void theReceiptReachesTheAgent() {
    String id = agent.say(new AgentSignal.TaskAccept(ATTEMPT));
    Ack ack = new Ack(id, 2002, "superseded", null);
    agent.session.receipt(ack);

    assertThat(agent.port.acks()).containsExactly(ack);
    assertThat(agent.registry.timer("muster.gateway.ack.latency").count()).isEqualTo(1);
  }

  @Test
  void aDuplicateOfAnAcknowledgedFrameGetsTheSameReceiptAndGoesNoFurther() {
    String text = accept("m1");
    Ack ack = new Ack("m1", 2002, "superseded", null);
    agent.session.text(text);
    agent.session.receipt(ack);
    agent.session.text(text);

    assertThat(agent.port.acks()).containsExactly(ack, ack);
    assertThat(agent.port.forwarded).hasSize(1);
    assertThat(agent.dropped("duplicate")).isEqualTo(1);
  }

  @Test
  void aDuplicateOfAnUnacknowledgedFrameIsForwardedAgain() {
    agent.session.text(accept("m1"));
    agent.session.text(accept("m1"));

    assertThat(agent.port.forwarded).hasSize(2);
  }

  @Test
  void aPullIsForwardedAndAcknowledgedAtOnce() {
    String id = agent.say(new AgentSignal.TaskPull(2));

    assertThat(agent.port.acks()).containsExactly(Ack.ok(id));
    assertThat(agent.port.forwarded).extracting(each -> each.lane()).containsExactly(Lane.STATUS);
  }

  @Test
  void theLastHeartbeatIsForwardedWithoutAReceiptAtTheNextSweepAndRenewsThePresence() {
    agent.pass(Duration.ofSeconds(5));
    agent.port.presences.clear();
    agent.say(new AgentSignal.Heartbeat(80.0, 50.0, 4, 0));
    agent.say(new AgentSignal.Heartbeat(12.5, 50.0, 1, 3));
    assertThat(agent.port.forwarded).isEmpty();
    agent.pass(Duration.ofMillis(500));
    agent.pass(Duration.ofMillis(500));

    assertThat(agent.port.sent).isEmpty();
    assertThat(agent.port.forwarded).hasSize(1);
    assertThat(agent.port.presences)
        .singleElement()
        .satisfies(
            presence -> {
              assertThat(presence.cpuPercent()).isEqualTo(12.5);
              assertThat(presence.freeSlots()).isEqualTo(3);
              assertThat(presence.lastHeartbeat()).isEqualTo(agent.millis() - 500);
            });
  }

  @Test
  void anUnknownKindIsAcknowledgedAndIgnored() {
    agent.session.text("{\"message_id\":\"m1\",\"message_kind\":\"task_dream\",\"payload\":{}}");

    assertThat(agent.port.acks()).containsExactly(Ack.ok("m1"));
    assertThat(agent.port.forwarded).isEmpty();
  }

  @Test
  void aFrameWithoutMessageIdIsDroppedAndCounted() {
    agent.session.text("{\"message_kind\":\"task_pull\",\"payload\":{\"slots\":1}}");

    assertThat(agent.port.sent).isEmpty();
    assertThat(agent.port.forwarded).isEmpty();
    assertThat(agent.dropped("no_message_id")).isEqualTo(1);
  }

  @Test
  void aMalformedFrameIsAnsweredByAnErrorThatNamesIt() {
    agent.session.text("{\"message_id\":\"m1\",\"message_kind\":\"task_accept\",\"payload\":{}}");
    agent.session.text("{\"message_id\"");

    assertThat(agent.port.commands())
        .hasSize(2)
        .allSatisfy(
            command ->
                assertThat(command)
                    .isInstanceOfSatisfying(
                        AgentCommand.ProtocolError.class,
                        error -> assertThat(error.code()).isEqualTo(1001)));
    assertThat(((AgentCommand.ProtocolError) agent.port.commands().getFirst()).messageId())
        .isEqualTo("m1");
    assertThat(agent.port.closed).isNull();
  }

  @Test
  void tooManyMalformedFramesEndTheConnection() {
    for (int i = 0; i < 20; i++) {
      assertThat(agent.port.closed).isNull();
      agent.session.text("{");
    }

    assertThat(agent.port.closed).isEqualTo(CloseReason.TOO_MALFORMED);
  }

  @Test
  void binaryAndOversizedFramesEndTheConnection() {
    agent.session.text("\"" + "x".repeat(1 << 20) + "\"");
    assertThat(agent.port.closed).isEqualTo(CloseReason.TOO_BIG);

    SessionHarness other = new SessionHarness().live();
    other.session.binary();
    assertThat(other.port.closed).isEqualTo(CloseReason.BINARY);
  }

  @Test
  void framesOverTheRateAreDroppedWithoutAReceiptAndTooManyEndTheConnection() {
    SessionHarness fast =
        new SessionHarness(
                "inbound.frames-per-second", "1", "inbound.burst", "3", "inbound.tolerated", "2")
            .live();
    fast.say(new AgentSignal.TaskPull(1));
    fast.say(new AgentSignal.TaskPull(1));
    assertThat(fast.port.acks()).hasSize(1);
    assertThat(fast.dropped("over_rate")).isEqualTo(1);

    fast.say(new AgentSignal.TaskPull(1));
    fast.say(new AgentSignal.TaskPull(1));

    assertThat(fast.port.closed).isEqualTo(CloseReason.POLICY);
  }

  private static String accept(String messageId) {
    return "{\"message_id\":\"%s\",\"message_kind\":\"task_accept\",\"payload\":{\"task_id\":\"%s\",\"lease_id\":\"l\",\"attempt\":1}}"
        .formatted(messageId, ATTEMPT.taskId());
  }
}
