package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in at the control channel. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class ControlEntranceTest {
  @TestHTTPResource URI base;
  @Inject Buckets buckets;
  @Inject Revocations revocations;
  private final UUID agent = StandIns.agent("right");

  @BeforeEach
  void revocationsAreKnown() {
    boolean unused = RedisProbe.await(revocations::isKnown, known -> known);
  }

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void aKeyThatIsBoundToTheAgentOpensIt() {
    TypedDriver.control(base, agent, AgentKeys.boundTo(agent).headers()).close();
  }

  @Test
  void soDoesTheAgentsToken() {
    TypedDriver.control(base, agent, bearer("right")).close();
    TypedDriver.control(base, agent, with(bearer("right"), "X-Agent-Id", agent)).close();
  }

  @Test
  void aWrongSecretOrTokenOrNoneIsNotAuthenticated() {
    Map<String, String> key = AgentKeys.boundTo(agent).headers();
    assertThat(refusal(agent, with(key, "X-App-Secret", "mks_wrong"))).isEqualTo(401);
    assertThat(refusal(agent, Map.of("X-App-Key", key.get("X-App-Key")))).isEqualTo(401);
    assertThat(refusal(agent, with(key, "X-App-Key", "mk_" + "0".repeat(32)))).isEqualTo(401);
    assertThat(refusal(agent, bearer("wrong"))).isEqualTo(401);
    assertThat(refusal(agent, Map.of())).isEqualTo(401);
    assertThat(refusal(agent, with(bearer("right"), "X-Agent-Id", Ids.next()))).isEqualTo(401);
  }

  @Test
  void credentialsOfTwoKindsAreNotTaken() {
    Map<String, String> both = AgentKeys.boundTo(agent).headers();
    assertThat(refusal(agent, with(both, "Authorization", "Bearer right"))).isEqualTo(401);
  }

  @Test
  void aKeyOfAnotherAgentOrOfNoneOrOfAnOwnerWhoMayNotBindIsForbidden() {
    assertThat(refusal(agent, AgentKeys.boundTo(Ids.next()).headers())).isEqualTo(403);
    assertThat(refusal(agent, AgentKeys.boundTo(null).headers())).isEqualTo(403);
    assertThat(refusal(agent, AgentKeys.of(agent, "user", null).headers())).isEqualTo(403);
  }

  @Test
  void anAgentInQuarantineIsForbiddenAndAnUnknownOneNotFound() {
    UUID held = StandIns.agent("t");
    StandIns.order(held, "quarantined", 1, 0);
    assertThat(refusal(held, AgentKeys.boundTo(held).headers())).isEqualTo(403);
    UUID unknown = Ids.next();
    assertThat(refusal(unknown, AgentKeys.boundTo(unknown).headers())).isEqualTo(404);
    assertThat(ScriptedSocket.refusal(TypedDriver.controlUrl(base, "me"), bearer("right")))
        .isEqualTo(404);
  }

  @Test
  void whileAnotherServiceIsAwayAgentsAreToldToTryLater() {
    Map<String, String> key = AgentKeys.boundTo(agent).headers();
    StandIns.AWAY.add("/internal/");
    assertThat(refusal(agent, key)).isEqualTo(503);
    assertThat(refusal(agent, bearer("right"))).isEqualTo(503);
  }

  @Test
  void anAddressThatWasRefusedTooOftenIsNotHeard() {
    String address = "198.51.100.78";
    for (Limit limit : new Limit[] {Limit.KEY_REFUSED, Limit.AGENT_REFUSED}) {
      while (buckets.spend(limit, address).allowed()) {
        // Until it is empty.
      }
    }
    Map<String, String> key = AgentKeys.boundTo(agent).headers();
    assertThat(refusal(agent, with(key, "X-Forwarded-For", address))).isEqualTo(429);
    assertThat(refusal(agent, with(bearer("right"), "X-Forwarded-For", address))).isEqualTo(429);
  }

  private int refusal(UUID agentId, Map<String, String> headers) {
    return ScriptedSocket.refusal(TypedDriver.controlUrl(base, agentId), headers);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, Object value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value.toString());
    return all;
  }
}
