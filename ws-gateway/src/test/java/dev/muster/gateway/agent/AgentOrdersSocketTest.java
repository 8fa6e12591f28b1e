package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What agent-registry-service wants of an agent, on its way to the agent. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class AgentOrdersSocketTest {
  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject AgentTokens tokens;

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void anAgentThatComesIsToldWhatTheRegistryWantsOfIt() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    StandIns.order(id, "draining", 3, 0);
    try (AgentDriver agent = AgentDriver.live(base, id)) {
      assertThat(command(agent, "drain").path("arguments")).isEmpty();
      JsonNode orders = StandIns.SESSIONS.get(id).path("orders");
      assertThat(orders.path("mode").asText()).isEqualTo("draining");
      assertThat(orders.path("version").asLong()).isEqualTo(3);
    }
  }

  @Test
  void aChangeOfTheRegistrysReachesALiveAgentOnce() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      StandIns.order(agent.id, "draining", 1, 0);
      changed(agent.id);
      command(agent, "drain");
      changed(agent.id);
      StandIns.order(agent.id, "active", 2, 0);
      changed(agent.id);

      JsonNode next = agent.hear("agent_command").path("payload");
      assertThat(next.path("command").asText()).isEqualTo("resume");
    }
  }

  @Test
  void aChangeWhileTheAgentIsBeingLetInIsHeardToo() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    StandIns.MEANWHILE.put(
        id,
        () -> {
          long before = tokens.changes();
          StandIns.order(id, "draining", 1, 0);
          changed(id);
          RedisProbe.await(tokens::changes, now -> now > before);
        });
    try (AgentDriver agent = AgentDriver.live(base, id)) {
      command(agent, "drain");
    }
  }

  @Test
  void anAgentWhoseTokenRotatesIsOfferedANewOneAndThenForgotten() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      StandIns.order(agent.id, "active", 0, 1);
      changed(agent.id);
      JsonNode rotate = command(agent, "rotate_token");
      assertThat(rotate.path("arguments").path("token").asText()).isEqualTo("token-1");
      changed(agent.id);
      StandIns.order(agent.id, "active", 0, 2);
      changed(agent.id);

      JsonNode second = command(agent, "rotate_token");
      assertThat(second.path("arguments").path("token").asText()).isEqualTo("token-2");
      StandIns.AGENTS.put(agent.id, "token-2");
      changed(agent.id);
      RedisProbe.await(
          () ->
              ScriptedSocket.refusal(
                  AgentDriver.url(base, agent.id), "agent-token", AgentDriver.TOKEN),
          status -> status == 401);
    }
  }

  @Test
  void aTokenThatTheRegistryCannotMakeNowIsAskedForAgain() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    StandIns.order(id, "active", 0, 1);
    StandIns.AWAY.add(id + "/rotation");
    try (AgentDriver agent = AgentDriver.live(base, id)) {
      assertThat(agent.socket.next(Duration.ofMillis(300))).isNull();
      StandIns.AWAY.clear();

      assertThat(command(agent, "rotate_token").path("arguments").path("token").asText())
          .isEqualTo("token-1");
    }
  }

  @Test
  void anAgentThatIsFoundDeletedOrInQuarantineIsThrownOut() {
    try (AgentDriver deleted = AgentDriver.live(base);
        AgentDriver quarantined = AgentDriver.live(base)) {
      StandIns.AGENTS.remove(deleted.id);
      StandIns.order(quarantined.id, "quarantined", 1, 0);
      changed(deleted.id);
      changed(quarantined.id);

      assertThat(deleted.socket.closed())
          .isEqualTo(new ScriptedSocket.Closed(4403, "the agent was deleted"));
      assertThat(quarantined.socket.closed())
          .isEqualTo(new ScriptedSocket.Closed(4403, "in quarantine"));
    }
  }

  @Test
  void anAgentThatWasThrownOutWhileNoNoticeCameIsFoundAndMayComeBack() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    try (AgentDriver agent = AgentDriver.live(base, id)) {
      StandIns.EXPULSIONS.put(id, 1);
      changed(id);

      assertThat(agent.socket.closed().code()).isEqualTo(4403);
    }
    try (AgentDriver again = AgentDriver.live(base, id)) {
      changed(id);
      StandIns.order(id, "draining", 1, 0);
      changed(id);
      command(again, "drain");
    }
  }

  @Test
  void whileTheRegistryIsAwayAChangeIsAskedAboutUntilItIsBack() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      StandIns.AWAY.add("/profiles");
      StandIns.order(agent.id, "draining", 1, 0);
      changed(agent.id);
      assertThat(agent.socket.next(Duration.ofMillis(300))).isNull();
      StandIns.AWAY.clear();

      command(agent, "drain");
    }
  }

  private void changed(UUID agentId) {
    redis.publish(
        RedisNames.GATEWAY_CONTROL,
        new GatewayNotice(GatewayNotice.Kind.CHANGED, agentId, 0, null).toJson());
  }

  private static JsonNode command(AgentDriver agent, String name) {
    JsonNode frame =
        agent.hear(
            heard ->
                heard.path("message_kind").asText().equals("agent_command")
                    && heard.path("payload").path("command").asText().equals(name));
    agent.ack(frame.path("message_id").asText());
    return frame.path("payload");
  }
}
