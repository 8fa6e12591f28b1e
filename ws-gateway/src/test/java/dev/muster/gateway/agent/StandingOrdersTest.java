package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.SessionOpened;
import dev.muster.internal.TokenOffer;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.CloseReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingOrdersTest {

  @Test
  void anAgentThatWasNeverOrderedAnythingHearsNothing() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(AgentOrders.NONE);

    assertThat(controls(agent)).isEmpty();
    assertThat(agent.port.tokensFetched).isZero();
  }

  @Test
  void whatChangesWhileTheSessionOpensIsToldWhenItIsOpen() {
    SessionHarness agent = new SessionHarness();
    agent.register();
    agent.session.heard(new AgentOrders(AgentMode.DRAINING, 1, 0));
    assertThat(controls(agent)).isEmpty();
    agent.session.opened(new SessionOpened(1, 15_000, List.of(), List.of()));

    assertThat(controls(agent)).containsExactly("drain");
  }

  @Test
  void anAgentThatWasResumedWhileItWasAwayHearsThat() {
    SessionHarness agent = new SessionHarness(new AgentOrders(AgentMode.ACTIVE, 2, 0));
    agent.register();
    agent.session.opened(new SessionOpened(1, 15_000, List.of(), List.of()));

    assertThat(controls(agent)).containsExactly("resume");
    assertThat(agent.port.opens.getFirst().orders().version()).isEqualTo(2);
  }

  @Test
  void anOlderAnswerThatComesLateChangesNothing() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 2, 0));
    agent.session.heard(new AgentOrders(AgentMode.DRAINING, 1, 0));

    assertThat(controls(agent)).containsExactly("resume");
  }

  @Test
  void oneTokenIsFetchedForEachRotation() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    assertThat(agent.port.tokensFetched).isEqualTo(1);
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 0));
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 2));

    assertThat(agent.port.tokensFetched).isEqualTo(2);
  }

  @Test
  void aTokenIsSentAgainUntilTheAgentHasIt() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    agent.session.offered(new TokenOffer(1, "new-token"));
    agent.pass(Duration.ofSeconds(2));

    assertThat(agent.port.sent).hasSize(2);
    AgentCommand.Control control = (AgentCommand.Control) agent.port.commands().getLast();
    assertThat(control.arguments().path("token").asText()).isEqualTo("new-token");
    assertThat(control.toString()).doesNotContain("new-token");
  }

  @Test
  void aTokenThatCouldNotBeFetchedIsFetchedLater() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    agent.session.noOffer();
    agent.pass(Duration.ofSeconds(1));
    assertThat(agent.port.tokensFetched).isEqualTo(1);
    agent.pass(Duration.ofSeconds(29));

    assertThat(agent.port.tokensFetched).isEqualTo(2);
  }

  @Test
  void aTokenForAConnectionThatIsGoneIsShownToNobody() {
    SessionHarness agent = new SessionHarness().live();
    agent.session.heard(new AgentOrders(AgentMode.ACTIVE, 0, 1));
    agent.session.close(CloseReason.SILENT);
    agent.session.offered(new TokenOffer(1, "new-token"));

    assertThat(controls(agent)).isEmpty();
  }

  private static List<String> controls(SessionHarness agent) {
    return agent.port.commands().stream()
        .filter(AgentCommand.Control.class::isInstance)
        .map(command -> ((AgentCommand.Control) command).command())
        .toList();
  }
}
