package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.GatewayEntry;
import dev.muster.event.StatusKinds;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.CloseReason;
import dev.muster.wire.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownstreamCommandsTest {
  private final SessionHarness agent = new SessionHarness();

  @Test
  void aDispatchGoesDownWithItsOwnIdAndRequestId() {
    agent.live().session.command(agent.dispatch("d1"));

    assertThat(agent.port.sent)
        .singleElement()
        .satisfies(
            frame -> {
              assertThat(frame.messageId()).isEqualTo("d1");
              assertThat(frame.message()).isInstanceOf(AgentCommand.DispatchTask.class);
              assertThat(frame.metadata()).containsEntry(Frame.REQUEST_ID, "r-1");
            });
  }

  @Test
  void aCommandIsSentAgainUntilItIsAcknowledged() {
    agent.live().session.command(agent.cancel("c1"));
    agent.pass(Duration.ofSeconds(2));
    assertThat(agent.port.sent).extracting(Frame::messageId).containsExactly("c1", "c1");

    agent.say(Ack.ok("c1"));
    agent.pass(Duration.ofSeconds(30));

    assertThat(agent.port.sent).hasSize(2);
    assertThat(agent.port.deadLetters).isEmpty();
  }

  @Test
  void aRefusedCommandIsNotSentAgain() {
    agent.live().session.command(agent.cancel("c1"));
    agent.say(new Ack("c1", 2001, "no such attempt", null));
    agent.pass(Duration.ofSeconds(2));

    assertThat(agent.port.sent).hasSize(1);
  }

  @Test
  void aCommandThatIsNeverAcknowledgedBecomesADeadLetter() {
    agent.live().session.command(agent.cancel("c1"));
    for (int i = 0; i < 600 && agent.port.deadLetters.isEmpty(); i++) {
      agent.say(Ack.ok("life"));
      agent.pass(Duration.ofMillis(500));
    }

    assertThat(agent.port.sent).hasSize(10);
    assertThat(agent.port.deadLetters)
        .singleElement()
        .satisfies(letter -> assertThat(letter.messageId()).isEqualTo("c1"));
  }

  @Test
  void aDispatchIsNotSentAfterItsAcceptWindow() {
    agent.live().session.command(agent.dispatch("d1"));
    agent.pass(Duration.ofSeconds(2));
    agent.pass(Duration.ofSeconds(3));
    agent.pass(Duration.ofSeconds(10));

    assertThat(agent.port.sent).hasSize(2);
    assertThat(agent.port.deadLetters).hasSize(1);
  }

  @Test
  void aStreamIsNotAskedForOnceTheNextRenewalHasAskedAgain() {
    agent.live().session.command(agent.startStream("s1"));
    agent.pass(Duration.ofSeconds(2));
    assertThat(agent.port.sent)
        .extracting(Frame::message)
        .hasSize(2)
        .allMatch(new AgentCommand.StartRealtimeStream(SessionHarness.ATTEMPT, "run")::equals);

    agent.pass(Duration.ofSeconds(20));
    agent.pass(Duration.ofSeconds(20));
    assertThat(agent.port.sent).hasSize(2);
  }

  @Test
  void aStreamThatCannotBeAskedForIsNoMissingDispatch() {
    agent.live().session.close(CloseReason.SILENT);
    agent.port.farewells.clear();
    agent.session.command(agent.startStream("s1"));

    assertThat(agent.port.farewells).isEmpty();
  }

  @Test
  void aCommandThatIsIssuedAgainWhileUnderWayIsNotSentTwice() {
    agent.live().session.command(agent.dispatch("d1"));
    agent.session.command(agent.dispatch("d1"));

    assertThat(agent.port.sent).hasSize(1);
  }

  @Test
  void aDispatchThatOvertakesTheRegistrationWaitsForIt() {
    agent.register();
    agent.session.command(agent.dispatch("d1"));
    assertThat(agent.port.sent).isEmpty();

    agent.session.opened(new SessionOpened(1, 15_000, List.of(), List.of()));

    assertThat(agent.port.commands())
        .hasExactlyElementsOfTypes(
            Ack.class, AgentCommand.Registered.class, AgentCommand.DispatchTask.class);
  }

  @Test
  void aDispatchThatCannotReachTheAgentIsReported() {
    agent.live().session.close(CloseReason.SILENT);
    agent.port.farewells.clear();
    agent.session.command(agent.dispatch("d1"));
    agent.session.command(agent.cancel("c1"));

    assertThat(agent.port.farewells)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(StatusKinds.UNDELIVERABLE);
              assertThat(entry.payload())
                  .contains(SessionHarness.ATTEMPT.taskId().toString(), "lease-1");
            });
  }

  @Test
  void aDispatchForAnotherSessionOfTheAgentIsReportedWithThatSession() {
    GatewayEntry meant = agent.live().dispatch("d1");
    agent.session.command(
        new GatewayEntry(
            meant.kind(), meant.agentId(), "older", "d1", meant.payload(), meant.metadata()));

    assertThat(agent.port.sent).isEmpty();
    assertThat(agent.port.farewells)
        .singleElement()
        .satisfies(entry -> assertThat(entry.sessionId()).isEqualTo("older"));
  }

  @Test
  void thereIsABoundOnWhatWaitsForAcknowledgement() {
    SessionHarness small = new SessionHarness("resend.pending", "1").live();
    small.session.command(small.dispatch("d1"));
    small.session.command(small.dispatch("d2"));

    assertThat(small.port.sent).hasSize(1);
    assertThat(small.port.farewells)
        .singleElement()
        .satisfies(entry -> assertThat(entry.kind()).isEqualTo(StatusKinds.UNDELIVERABLE));
  }
}
