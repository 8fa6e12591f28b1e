package dev.muster.gateway.agent;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands.RedisSubscriber;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What goes to every gateway, and what of it reaches the agents. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class BroadcastTest {
  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject RedisDataSource source;

  @Test
  void anOrderToAllIsSentToEveryAgentUntilItIsAcknowledged() {
    UUID admin = Ids.next();
    try (AgentDriver agent = AgentDriver.live(base)) {
      order(admin, "{\"command\":\"update_config\",\"arguments\":{\"log_level\":\"debug\"}}");

      JsonNode first = agent.hear("agent_command");
      JsonNode again = agent.hear("agent_command");
      agent.ack(first.path("message_id").asText());
      assertThat(first.path("payload").path("command").asText()).isEqualTo("update_config");
      assertThat(first.path("payload").path("arguments").path("log_level").asText())
          .isEqualTo("debug");
      assertThat(again.path("message_id")).isEqualTo(first.path("message_id"));
    }
    assertThat(StandIns.CALLS)
        .filteredOn(call -> call.path().equals("/internal/audit"))
        .extracting(call -> call.body().path("entries").path(0))
        .filteredOn(line -> line.path("actor_id").asText().equals(admin.toString()))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("action").asText()).isEqualTo("gateway.broadcast");
              assertThat(line.path("outcome").asText()).isEqualTo("ok");
              assertThat(line.path("detail").path("arguments").asText()).contains("debug");
            });
    StandIns.CALLS.removeIf(call -> call.path().equals("/internal/audit"));
  }

  @Test
  void anOrderToANamespaceReachesNoOther() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      order(
          Ids.next(),
          "{\"command\":\"update_config\",\"arguments\":{\"a\":1},\"namespace\":\"elsewhere\"}");
      order(
          Ids.next(),
          "{\"command\":\"update_config\",\"arguments\":{\"a\":2},\"namespace\":\"default\"}");

      JsonNode heard = agent.hear("agent_command").path("payload").path("arguments");
      assertThat(heard.path("a").asInt()).isEqualTo(2);
    }
    StandIns.CALLS.removeIf(call -> call.path().equals("/internal/audit"));
  }

  @Test
  void whoTakesAnOlderSessionForTheNewestIsCorrected() {
    List<GatewayNotice> heard = new CopyOnWriteArrayList<>();
    RedisSubscriber subscriber =
        source
            .pubsub(String.class)
            .subscribe(RedisNames.GATEWAY_CONTROL, text -> heard.add(GatewayNotice.parse(text)));
    try (AgentDriver agent = AgentDriver.live(base, StandIns.agent(AgentDriver.TOKEN))) {
      RedisProbe.await(
          () -> heard.stream().anyMatch(notice -> agent.id.equals(notice.agentId())), now -> now);
      heard.clear();
      redis.publish(
          RedisNames.GATEWAY_CONTROL,
          new GatewayNotice(GatewayNotice.Kind.CONNECTED, agent.id, 0, null).toJson());

      RedisProbe.await(
          () -> heard.contains(new GatewayNotice(GatewayNotice.Kind.CONNECTED, agent.id, 1, null)),
          now -> now);
    } finally {
      subscriber.unsubscribe();
    }
  }

  @Test
  void afterRedisWasAwayTheNewestSessionsAreAnnouncedAndAnOlderOneEnds() {
    List<GatewayNotice> heard = new CopyOnWriteArrayList<>();
    try (AgentDriver agent = AgentDriver.live(base)) {
      GatewayNotice own = new GatewayNotice(GatewayNotice.Kind.CONNECTED, agent.id, 1, null);
      List<String> connections =
          source
              .execute("CLIENT", "LIST", "TYPE", "pubsub")
              .toString()
              .lines()
              .map(line -> line.replaceAll("^id=([0-9]+) .*$", "$1"))
              .toList();
      RedisSubscriber subscriber =
          source
              .pubsub(String.class)
              .subscribe(RedisNames.GATEWAY_CONTROL, text -> heard.add(GatewayNotice.parse(text)));
      long cut = System.nanoTime();
      connections.forEach(id -> source.execute("CLIENT", "KILL", "ID", id));

      RedisProbe.await(() -> heard.contains(own), now -> now);
      assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(2));
      redis.publish(
          RedisNames.GATEWAY_CONTROL,
          new GatewayNotice(GatewayNotice.Kind.CONNECTED, agent.id, 2, null).toJson());
      assertThat(agent.socket.closed().code()).isEqualTo(4409);
      subscriber.unsubscribe();
    }
  }

  private static void order(UUID admin, String body) {
    given()
        .contentType("application/json")
        .header(
            "Authorization",
            "Bearer " + Tokens.of(admin.toString(), Ids.next().toString(), "admin"))
        .body(body)
        .post("/api/v1/gateway/broadcast")
        .then()
        .statusCode(200)
        .body("gateways", greaterThanOrEqualTo(1));
  }
}
