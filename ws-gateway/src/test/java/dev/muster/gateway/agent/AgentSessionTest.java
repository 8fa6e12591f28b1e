package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.CloseReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentSessionTest {
  private final SessionHarness agent = new SessionHarness();

  @Test
  void registeringOpensASessionWithWhatBothSidesAllow() {
    agent.register();

    assertThat(agent.port.opens)
        .singleElement()
        .satisfies(
            open -> {
              assertThat(open.capabilities()).containsExactly("process");
              assertThat(open.slots()).isEqualTo(4);
              assertThat(open.gatewayId()).isEqualTo("gw-1");
            });
    assertThat(agent.port.sent).isEmpty();
  }

  @Test
  void theAnswerToARegistrationComesAfterTheSessionIsDurable() {
    String id = agent.register();
    SessionOpen.Attempt lost = new SessionOpen.Attempt(SessionHarness.ATTEMPT.taskId(), "l", 1);
    agent.session.opened(new SessionOpened(7, 15_000, List.of(lost), List.of()));

    assertThat(agent.port.commands().getFirst()).isEqualTo(Ack.ok(id));
    assertThat(agent.port.commands().getLast())
        .isInstanceOfSatisfying(
            AgentCommand.Registered.class,
            registered -> {
              assertThat(registered.heartbeatIntervalMs()).isEqualTo(15_000);
              assertThat(registered.abandon()).hasSize(1);
              assertThat(registered.limits().maxFrameBytes()).isEqualTo(1 << 20);
            });
    assertThat(agent.port.announced).containsExactly(7L);
    assertThat(agent.port.presences).hasSize(1);
  }

  @Test
  void anythingElseFirstEndsTheConnection() {
    agent.say(new AgentSignal.Heartbeat(null, null, 0, 1));

    assertThat(agent.port.closed).isEqualTo(CloseReason.NOT_REGISTERED);
    assertThat(agent.port.farewells).isEmpty();
  }

  @Test
  void anAgentThatDoesNotRegisterIsClosed() {
    agent.pass(Duration.ofSeconds(9));
    assertThat(agent.port.closed).isNull();

    agent.pass(Duration.ofSeconds(1));

    assertThat(agent.port.closed).isEqualTo(CloseReason.NOT_REGISTERED);
  }

  @Test
  void aRepeatedRegistrationIsAnsweredAgainAndOpensNothing() {
    String id = agent.register();
    agent.session.opened(new SessionOpened(7, 15_000, List.of(), List.of()));
    agent.port.sent.clear();

    agent.session.text(
        "{\"message_id\":\"%s\",\"message_kind\":\"agent_register\",\"payload\":{\"slots\":1}}"
            .formatted(id));

    assertThat(agent.port.commands()).containsExactly(Ack.ok(id));
    assertThat(agent.port.opens).hasSize(1);
  }

  @Test
  void aSecondRegistrationIsRefused() {
    agent.live().register();

    assertThat(agent.port.acks())
        .singleElement()
        .satisfies(ack -> assertThat(ack.code()).isEqualTo(2002));
  }

  @Test
  void silenceEndsTheConnectionAndAnyFrameIsLife() {
    agent.live();
    agent.pass(Duration.ofSeconds(59));
    agent.say(new AgentSignal.TaskPull(1));
    agent.pass(Duration.ofSeconds(59));
    assertThat(agent.port.closed).isNull();

    agent.pass(Duration.ofSeconds(1));

    assertThat(agent.port.closed).isEqualTo(CloseReason.SILENT);
  }

  @Test
  void aNewerEpochElsewhereEndsTheConnectionWithoutReportingTheAgentGone() {
    agent.live().session.seen(7);
    assertThat(agent.port.closed).isNull();

    agent.session.seen(8);

    assertThat(agent.port.closed).isEqualTo(CloseReason.REPLACED);
    assertThat(agent.port.farewells).isEmpty();
    assertThat(agent.port.absences).hasSize(1);
  }

  @Test
  void aSessionThatIsAnsweredLaterThanANewerOneIsReplacedAtOnce() {
    agent.register();
    agent.session.seen(9);
    agent.session.opened(new SessionOpened(7, 15_000, List.of(), List.of()));

    assertThat(agent.port.closed).isEqualTo(CloseReason.REPLACED);
    assertThat(agent.port.sent).isEmpty();
  }

  @Test
  void theEndOfASessionIsReportedOnceWithItsReason() {
    agent.live().session.close(CloseReason.DRAINING);
    agent.session.gone();

    assertThat(agent.port.farewells)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(StatusKinds.DISCONNECTED);
              assertThat(entry.payload()).contains("\"code\":1001", "\"goodbye\":false");
            });
  }

  @Test
  void aGoodbyeIsAcknowledgedAndReportedWithTheEnd() {
    String id = agent.live().say(new AgentSignal.Goodbye("upgrade"));
    agent.session.gone();

    assertThat(agent.port.acks()).containsExactly(Ack.ok(id));
    assertThat(agent.port.farewells)
        .singleElement()
        .extracting(UpstreamEntry::payload)
        .asString()
        .contains("\"goodbye\":true");
  }

  @Test
  void aSessionThatOpensAfterItsEndIsReportedGone() {
    agent.register();
    agent.session.gone();
    agent.session.opened(new SessionOpened(7, 15_000, List.of(), List.of()));

    assertThat(agent.port.farewells).hasSize(2);
    assertThat(agent.port.presences).isEmpty();
    assertThat(agent.port.sent).isEmpty();
  }

  @Test
  void nothingIsReadAfterTheEnd() {
    agent.live().session.close(CloseReason.FORBIDDEN);
    agent.say(new AgentSignal.TaskAccept(SessionHarness.ATTEMPT));

    assertThat(agent.port.forwarded).isEmpty();
    assertThat(agent.port.sent).isEmpty();
  }
}
