package dev.muster.gateway.operations;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.gateway.presence.Presences;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What administrators ask the gateways. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class OperationsTest {
  private static final String CONNECTIONS = "/api/v1/gateway/connections";
  private static final String DEAD_LETTERS = "/api/v1/gateway/dead-letters";
  private static final String BROADCAST = "/api/v1/gateway/broadcast";

  @Inject RedisProbe redis;
  @Inject Presences presences;
  @Inject GatewayId own;

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void onlyAdministratorsMayAsk() {
    for (String path : new String[] {CONNECTIONS, DEAD_LETTERS, "/api/v1/system"}) {
      given().get(path).then().statusCode(401).body("code", equalTo(1002));
      as("user").get(path).then().statusCode(403).body("code", equalTo(1003));
    }
    as("user").body("{}").post(BROADCAST).then().statusCode(403);
  }

  @Test
  void whatIsSaidOfTheFramesIsForEverybodyAndNotKeptOverAnUpdate() {
    given()
        .get("/asyncapi.json")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Cache-Control", nullValue())
        .body("asyncapi", equalTo("3.0.0"));
  }

  @Test
  void anAgentIsFoundWhereverItIsConnected() {
    UUID agent = present("gw-far");

    as("admin")
        .queryParam("agent_id", agent.toString())
        .get(CONNECTIONS)
        .then()
        .statusCode(200)
        .body("total", equalTo(1))
        .body("items[0].agent_id", equalTo(agent.toString()))
        .body("items[0].gateway_id", equalTo("gw-far"))
        .body("items[0].free_slots", equalTo(3))
        .body("gateways.id", hasItem(own.toString()));
    as("admin")
        .queryParam("agent_id", Ids.next().toString())
        .get(CONNECTIONS)
        .then()
        .body("total", equalTo(0));
    as("admin").queryParam("agent_id", "x").get(CONNECTIONS).then().statusCode(400);
  }

  @Test
  void theConnectionsOfOneGatewayAreListedByPages() {
    String gateway = "gw-" + Ids.next();
    UUID first = present(gateway);
    UUID second = present(gateway);
    present("gw-another");

    as("admin")
        .queryParams("gateway_id", gateway, "page_size", 1, "page", 2)
        .get(CONNECTIONS)
        .then()
        .body("total", equalTo(2))
        .body("items.agent_id", equalTo(java.util.List.of(second.toString())));
    as("admin")
        .queryParams("gateway_id", gateway)
        .get("/api/gateway/connections")
        .then()
        .body("code", equalTo(0))
        .body("data.items.agent_id", hasItems(first.toString(), second.toString()));
    as("admin")
        .queryParam("page_size", 200)
        .get(CONNECTIONS)
        .then()
        .body("total", greaterThanOrEqualTo(3));
  }

  @Test
  void deadLettersOfGatewaysAndConsumersAreOneLogWithoutWhatTheySaid() {
    String agent = Ids.next().toString();
    redis.add(
        RedisNames.GATEWAY_DEAD_LETTERS,
        Map.of(
            "agent_id",
            agent,
            "kind",
            "dispatch_task",
            "message_id",
            "m1",
            "task_id",
            "t1",
            "sends",
            "10",
            "at",
            "1000",
            "reason",
            "never acknowledged",
            "gateway_id",
            "g"));
    redis.add(
        RedisNames.DEAD_LETTERS,
        Map.of(
            "stream",
            "agent_results",
            "group",
            "task-service",
            "entry_id",
            "1-0",
            "failed_at",
            "2000",
            "reason",
            "org.postgresql.util.PSQLException: no\n  Detail: (hush)",
            "entry",
            "{\"kind\":\"task_result\",\"agent_id\":\"%s\",\"payload\":\"{\\\"task_id\\\":\\\"t2\\\",\\\"result\\\":\\\"hush\\\"}\"}"
                .formatted(agent)));

    as("admin")
        .queryParam("agent_id", agent)
        .get(DEAD_LETTERS)
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("items.source", equalTo(java.util.List.of("consumer", "gateway")))
        .body("items.task_id", equalTo(java.util.List.of("t2", "t1")))
        .body("items[0].kind", equalTo("task_result"))
        .body("items[0].stream", equalTo("agent_results"))
        .body("items[1].sends", equalTo(10))
        .body("items[1].at", equalTo("1970-01-01T00:00:01Z"));
    String text = as("admin").queryParam("agent_id", agent).get(DEAD_LETTERS).asString();
    assertThat(text).doesNotContain("hush");
    as("admin")
        .queryParams("agent_id", agent, "source", "gateway")
        .get(DEAD_LETTERS)
        .then()
        .body("total", equalTo(1))
        .body("items.source", everyItem(equalTo("gateway")));
    as("admin").queryParam("source", "x").get(DEAD_LETTERS).then().statusCode(400);
  }

  @Test
  void aLongLogIsReadToItsEnd() {
    String agent = Ids.next().toString();
    for (int i = 0; i < 120; i++) {
      redis.add(
          RedisNames.GATEWAY_DEAD_LETTERS,
          Map.of("agent_id", agent, "at", Integer.toString(i), "kind", "k", "message_id", "m"));
    }

    as("admin")
        .queryParams("agent_id", agent, "page_size", 50, "page", 3)
        .get(DEAD_LETTERS)
        .then()
        .body("total", equalTo(120))
        .body("items.size()", equalTo(20));
  }

  @Test
  void theSystemIsToldAtAGlance() {
    redis.add(RedisNames.AGENT_RESULTS, Map.of("kind", "x"));

    as("admin")
        .get("/api/v1/system")
        .then()
        .statusCode(200)
        .body("service", equalTo("ws-gateway"))
        .body("gateway_id", equalTo(own.toString()))
        .body("redis_reachable", equalTo(true))
        .body("memory.heap_used", greaterThanOrEqualTo(1))
        .body("gateways.id", hasItem(own.toString()))
        .body(
            "streams.name",
            equalTo(
                java.util.List.of("agent_results", "agent_logs", "agent_status", "task_events")))
        .body("streams[0].length", greaterThanOrEqualTo(1));
  }

  @Test
  void anOrderThatMakesNoSenseIsNotPassedOn() {
    for (String body :
        new String[] {
          "{}",
          "{\"command\":\"rotate_token\",\"arguments\":{}}",
          "{\"command\":\"update_config\",\"arguments\":[]}",
          "{\"command\":\"update_config\",\"arguments\":{\"heartbeat_interval_ms\":999}}",
          "{\"command\":\"update_config\",\"arguments\":{\"heartbeat_interval_ms\":60000}}",
          "{\"command\":\"update_config\",\"arguments\":{\"log_level\":\"loud\"}}",
          "{\"command\":\"update_config\",\"arguments\":{},\"namespace\":\"A B\"}",
          "{\"command\":\"update_config\",\"arguments\":{},\"more\":1}",
          "{\"command\":\"update_config\",\"arguments\":{\"x\":\"" + "x".repeat(8_192) + "\"}}"
        }) {
      as("admin").body(body).post(BROADCAST).then().statusCode(400).body("code", equalTo(1001));
    }
    assertThat(StandIns.CALLS).noneMatch(call -> call.path().equals("/internal/audit"));
  }

  @Test
  void whatCannotBeAuditedIsNotDone() {
    StandIns.AWAY.add("/internal/audit");

    as("admin")
        .body("{\"command\":\"update_config\",\"arguments\":{}}")
        .post(BROADCAST)
        .then()
        .statusCode(503)
        .body("detail", not(containsString("Exception")));
  }

  private UUID present(String gateway) {
    UUID agent = Ids.next();
    long now = System.currentTimeMillis();
    presences.write(agent, new AgentPresence(gateway, "s", now, now, 1.0, 2.0, 1, 3));
    RedisProbe.await(() -> redis.score(RedisNames.AGENTS_PRESENT, agent), Optional::isPresent);
    return agent;
  }

  private static RequestSpecification as(String role) {
    return given()
        .contentType("application/json")
        .header(
            "Authorization",
            "Bearer " + Tokens.of(Ids.next().toString(), Ids.next().toString(), role));
  }
}
