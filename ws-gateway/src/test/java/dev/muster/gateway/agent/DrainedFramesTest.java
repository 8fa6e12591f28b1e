package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.RedisNames;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.RetryHint;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A drain in the middle of an agent's frames. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class DrainedFramesTest {
  private static final int FRAMES = 300;

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject AgentDrain drain;
  @Inject StreamPublisher publisher;

  @Test
  void whatWasTakenBeforeTheCloseIsWithRedisWhenTheGatewayMayEnd() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      List<String> said = new ArrayList<>();
      for (int i = 0; i < FRAMES && say(agent, said); i++) {
        if (i == FRAMES / 2) {
          RedisProbe.await(() -> forwarded(agent), all -> !all.isEmpty());
          drain.steps().forEach(Runnable::run);
        }
      }
      ScriptedSocket.Closed closed = agent.socket.closed();
      boolean idle = RedisProbe.await(publisher::isIdle, now -> now);

      List<String> forwarded = forwarded(agent);
      assertThat(idle).isTrue();
      assertThat(forwarded).isNotEmpty().isEqualTo(said.subList(0, forwarded.size()));
      assertThat(closed.code()).isEqualTo(1001);
      assertThat(RetryHint.of(closed.sentence()))
          .hasValueSatisfying(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(60)));
    }
  }

  /** False when the socket is closed. */
  private static boolean say(AgentDriver agent, List<String> said) {
    try {
      said.add(agent.say(new AgentSignal.TaskAccept(new AttemptRef(Ids.next(), "lease", 1))));
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private List<String> forwarded(AgentDriver agent) {
    return redis.entries(RedisNames.AGENT_RESULTS).stream()
        .filter(fields -> agent.id.toString().equals(fields.get("agent_id")))
        .map(fields -> fields.get("message_id"))
        .toList();
  }
}
