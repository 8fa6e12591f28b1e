package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a session needn't be looked at. */
class SessionQuietTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final SessionHarness agent = new SessionHarness();

  @Test
  void beforeItIsOpenItIsLookedAtEveryTime() {
    assertThat(agent.session.quietUntil()).isZero();

    agent.register();

    assertThat(agent.session.quietUntil()).isZero();
  }

  @Test
  void withNothingToDoItIsQuietUntilItsSilenceEndsIt() {
    agent.live();
    long silentAt = agent.millis() + TIMEOUT.toMillis();
    assertThat(agent.session.quietUntil()).isEqualTo(silentAt);

    agent.pass(TIMEOUT.minusMillis(1));
    assertThat(agent.session.quietUntil()).isEqualTo(silentAt);
    assertThat(agent.port.closed).isNull();

    agent.pass(Duration.ofMillis(1));
    assertThat(agent.port.closed).isEqualTo(CloseReason.SILENT);
    assertThat(agent.session.quietUntil()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aHeartbeatWaitsToBeTold() {
    agent.live();
    agent.say(new AgentSignal.Heartbeat(12.5, 50.0, 1, 3));
    assertThat(agent.session.quietUntil()).isZero();

    agent.pass(Duration.ZERO);

    assertThat(agent.port.forwarded).hasSize(1);
    assertThat(agent.session.quietUntil()).isEqualTo(agent.millis() + TIMEOUT.toMillis());
  }

  @Test
  void aSignOfLifeWaitsUntilThePresenceIsDue() {
    agent.live();
    agent.pass(Duration.ofSeconds(1));
    agent.say(Ack.ok("of nothing"));
    agent.pass(Duration.ofSeconds(1));
    assertThat(agent.session.quietUntil()).isZero();

    agent.pass(Duration.ofSeconds(13));

    assertThat(agent.session.quietUntil()).isGreaterThan(agent.millis());
  }

  @Test
  void aCommandWaitsForItsAck() {
    agent.live().session.command(agent.cancel("c1"));
    assertThat(agent.session.quietUntil()).isZero();

    agent.say(Ack.ok("c1"));

    assertThat(agent.session.quietUntil()).isGreaterThan(agent.millis());
  }

  @Test
  void aTokenThatCouldNotBeFetchedIsAskedForAgain() {
    agent.live().session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    assertThat(agent.session.quietUntil()).isGreaterThan(agent.millis());

    agent.session.noOffer();

    assertThat(agent.session.quietUntil()).isZero();
  }
}
