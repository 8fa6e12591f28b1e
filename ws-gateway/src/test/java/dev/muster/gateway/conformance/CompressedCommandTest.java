package dev.muster.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.conformance.Target;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class CompressedCommandTest {
  private static final String INPUT = "{\"input\":\"" + "again and again ".repeat(1_000) + "\"}";

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject GatewayId gatewayId;

  private final UUID agentId = StandIns.agent("t");

  @Test
  void aLargeCommandIsCompressedForAnAgentThatOffersIt() throws IOException {
    try (AgentPeer peer = AgentPeer.deflating(target())) {
      peer.register();
      String first = dispatch();
      var frame = peer.frame().orElseThrow();
      assertThat(frame.rsv()).isEqualTo(4);
      assertThat(frame.payload().length()).isLessThan(1_000);
      peer.acknowledge(first, 0);

      String second = dispatch();
      String text = peer.message();
      while (!text.contains(second)) {
        // The first again, if its acknowledgement was late.
        text = peer.message();
      }
      assertThat(text).contains("again and again again and again");
    }
  }

  @Test
  void itComesAsItIsForOneThatDoesNot() throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target())) {
      String id = dispatch();
      var frame = peer.frame().orElseThrow();
      assertThat(frame.rsv()).isZero();
      assertThat(frame.payload().text()).contains(id, "again and again again and again");
    }
  }

  private String dispatch() {
    String id = Ids.next().toString();
    redis.add(
        RedisNames.gateway(gatewayId.toString()),
        new GatewayEntry("dispatch_task", agentId, null, id, INPUT, Map.of()).fields());
    return id;
  }

  private Target target() {
    return new Target(
        URI.create("ws://" + base.getHost() + ":" + base.getPort() + "/ws/agent/" + agentId),
        "t",
        Optional.empty(),
        Duration.ofSeconds(10));
  }
}
