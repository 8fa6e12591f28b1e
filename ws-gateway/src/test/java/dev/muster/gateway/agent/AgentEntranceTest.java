package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in at {@code /ws/agent}. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class AgentEntranceTest {
  @TestHTTPResource URI base;
  @Inject Buckets buckets;

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void aWrongTokenIsRefusedBeforeTheUpgrade() {
    UUID known = StandIns.agent("other");

    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, known), "agent-token", "wrong"))
        .isEqualTo(401);
    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, known))).isEqualTo(401);
    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, known), "bearer", "other"))
        .isEqualTo(401);
  }

  @Test
  void anAddressThatWasRefusedTooOftenIsNotHeard() {
    UUID known = StandIns.agent("right");
    Map<String, String> there = Map.of("X-Forwarded-For", "2001:db8:7:7::1");
    while (buckets.spend(Limit.AGENT_REFUSED, "2001:db8:7:7::/64").allowed()) {
      // Until it is empty.
    }
    Map<String, String> nextDoor = Map.of("X-Forwarded-For", "2001:db8:7:7:dead:beef:0:1");
    for (Map<String, String> from : List.of(there, nextDoor)) {
      assertThat(ScriptedSocket.refusal(AgentDriver.url(base, known), from, "agent-token", "wrong"))
          .isEqualTo(429);
    }
    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, known), "agent-token", "wrong"))
        .isEqualTo(401);
  }

  @Test
  void everyRefusalCountsAndAGoodTokenDoesNot() {
    String address = "198.51.100.7";
    Map<String, String> from = Map.of("X-Forwarded-For", address);
    UUID known = StandIns.agent("right");
    long before = buckets.spend(Limit.AGENT_REFUSED, address).left();
    ScriptedSocket.open(AgentDriver.url(base, known), from, "agent-token", "right").close();
    ScriptedSocket.refusal(AgentDriver.url(base, known), from, "agent-token", "wrong");
    ScriptedSocket.refusal(AgentDriver.url(base, Ids.next()), from, "agent-token", "x");
    assertThat(buckets.spend(Limit.AGENT_REFUSED, address).left()).isEqualTo(before - 3);
  }

  @Test
  void anUnknownAgentIsRefusedBeforeTheUpgrade() {
    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, Ids.next()), "agent-token", "x"))
        .isEqualTo(404);
    assertThat(ScriptedSocket.refusal(AgentDriver.url(base, "me"), "agent-token", "x"))
        .isEqualTo(404);
  }

  @Test
  void whileTheRegistryIsAwayAgentsAreToldToTryLater() {
    StandIns.AWAY.add("/authenticate");

    assertThat(
            ScriptedSocket.refusal(AgentDriver.url(base, StandIns.agent("x")), "agent-token", "x"))
        .isEqualTo(503);
  }

  @Test
  void aCorrectTokenIsBelievedForAMoment() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    try (AgentDriver first = AgentDriver.connect(base, id, true)) {
      int asked = StandIns.ASKED.get();
      try (AgentDriver second = AgentDriver.connect(base, id, true)) {
        assertThat(StandIns.ASKED.get()).isEqualTo(asked);
        assertThat(second.id).isEqualTo(first.id);
      }
    }
  }
}
