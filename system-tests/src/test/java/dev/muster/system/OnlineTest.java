package dev.muster.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.RedisConsole;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The heartbeat timeout of the stage is 5 s; what is added is for two busy cores. */
@ExtendWith(OnStage.class)
class OnlineTest {
  private static final Duration AFTER_A_CLOSE = Duration.ofSeconds(2);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(5).plusSeconds(2);

  /** The silent one's socket stays open, so only the heartbeats that don't come tell. */
  @Test
  void agentsThatLeaveDieOrFallSilentAreOfflineInTime(Stage stage) throws Exception {
    UUID leaving = stage.agentId(0);
    UUID dying = stage.agentId(1);
    UUID silent = stage.agentId(2);
    Rest admin = stage.admin();
    for (UUID agent : List.of(leaving, dying, silent)) {
      await().atMost(AFTER_SILENCE).until(() -> isOnline(admin, agent));
    }
    stage.agent(leaving).stop();
    await().atMost(AFTER_A_CLOSE).until(() -> isOffline(admin, leaving));
    stage.agent(dying).kill();
    await().atMost(AFTER_A_CLOSE).until(() -> isOffline(admin, dying));
    stage.agent(silent).pause();
    await().atMost(AFTER_SILENCE).until(() -> isOffline(admin, silent));
    stage.agent(silent).resume();
    await().atMost(Duration.ofSeconds(30)).until(() -> isOnline(admin, silent));
  }

  /** Nobody is left who could say so: what the gateways wrote ends by itself. */
  @Test
  void anAgentThatDiesWithItsGatewayIsOfflineWithinTheHeartbeatTimeout(Stage stage)
      throws Exception {
    UUID agent = stage.agentId(0);
    Rest registry = stage.admin().at(stage.platform().service(ServiceKind.REGISTRY, 0).url());
    await().atMost(AFTER_SILENCE).until(() -> isOnline(registry, agent));
    stage.kill(ServiceKind.GATEWAY);
    stage.agent(agent).kill();

    await().atMost(AFTER_SILENCE).until(() -> isOffline(registry, agent));
  }

  @Test
  void whoIsOnlineIsKnownAgainSoonAfterRedisLostEverything(Stage stage) throws Exception {
    Rest admin = stage.admin();
    RedisConsole.run(stage.platform(), "FLUSHALL");

    for (int i = 0; i < Stage.AGENTS; i++) {
      UUID agent = stage.agentId(i);
      await().atMost(AFTER_SILENCE).until(() -> isOnline(admin, agent));
    }
  }

  private static boolean isOnline(Rest rest, UUID agent) throws Exception {
    return shown(rest, agent) && listed(rest, agent);
  }

  private static boolean isOffline(Rest rest, UUID agent) throws Exception {
    return !shown(rest, agent) && !listed(rest, agent);
  }

  private static boolean shown(Rest rest, UUID agent) throws Exception {
    return rest.get("/api/v1/agents/" + agent).json().path("online").asBoolean();
  }

  private static boolean listed(Rest rest, UUID agent) throws Exception {
    for (JsonNode each : rest.get("/api/v1/agents?online=true&page_size=200").json()) {
      if (each.path("id").asText().equals(agent.toString())) {
        return true;
      }
    }
    return false;
  }
}
