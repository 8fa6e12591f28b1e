package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@RegistryTest
class OnlineTest {
  private static final Duration SOON = Duration.ofSeconds(3);

  @Inject RedisDataSource redis;
  @Inject AgroalDataSource database;

  @Test
  void aConnectedAgentIsOnlineForEverybody() {
    String id = newAgent();
    connect(id, Duration.ofMinutes(1));

    as(USER)
        .get(AGENT, id)
        .then()
        .body("data.online", equalTo(true))
        .body("data.connection", nullValue());
  }

  @Test
  void anAdministratorSeesTheConnection() {
    String id = newAgent();
    connect(id, Duration.ofMinutes(1));

    as(ADMIN)
        .get(AGENT, id)
        .then()
        .body("data.online", equalTo(true))
        .body("data.connection.gateway", equalTo("gw-1"))
        .body("data.connection.session_id", equalTo("s-1"))
        .body("data.connection.since", equalTo("2026-03-01T12:00:00Z"))
        .body("data.connection.last_heartbeat", equalTo("2026-03-01T12:00:15Z"))
        .body("data.connection.cpu_percent", equalTo(12.5f))
        .body("data.connection.memory_percent", nullValue())
        .body("data.connection.running", equalTo(1))
        .body("data.connection.free_slots", equalTo(3));
  }

  @Test
  void theConnectionHasAPageOfItsOwn() {
    String id = newAgent();
    as(ADMIN)
        .get("/api/v1/agents/{id}/cc-status", id)
        .then()
        .statusCode(200)
        .body("connected", equalTo(false))
        .body("mode", equalTo("active"))
        .body("gateway", nullValue());
    String other = newAgent();
    connect(other, Duration.ofMinutes(1));

    as(ADMIN)
        .get("/api/v1/agents/{id}/cc-status", other)
        .then()
        .body("agent_id", equalTo(other))
        .body("connected", equalTo(true))
        .body("gateway", equalTo("gw-1"))
        .body("since", equalTo("2026-03-01T12:00:00Z"))
        .body("last_heartbeat", equalTo("2026-03-01T12:00:15Z"))
        .body("running", equalTo(1))
        .body("cpu_percent", equalTo(12.5f))
        .body("free_slots", equalTo(3));
  }

  @Test
  void anAgentThatIsKnownIsNotSentAgainUntilWhatIsShownChanges() {
    String id = newAgent();
    String tag = as(ADMIN).get(AGENT, id).header("ETag");
    as(ADMIN)
        .header("If-None-Match", tag)
        .get(AGENT, id)
        .then()
        .statusCode(304)
        .header("ETag", tag)
        .body(equalTo(""));
    connect(id, Duration.ofMinutes(1));

    await()
        .atMost(SOON)
        .until(() -> as(ADMIN).header("If-None-Match", tag).get(AGENT, id).statusCode() == 200);
    String online = as(ADMIN).get(AGENT, id).header("ETag");
    assertThat(online).isNotEqualTo(tag);
    as(ADMIN)
        .header("If-Match", online)
        .body("{\"concurrency\":2}")
        .put(AGENT, id)
        .then()
        .statusCode(200);
  }

  @Test
  void anAgentIsOfflineWhenItsPresenceExpires() {
    String id = newAgent();
    connect(id, Duration.ofMillis(900));
    assertThat(online(id)).isTrue();

    await().atMost(SOON).until(() -> !online(id));
  }

  @Test
  void anAgentIsOfflineSoonAfterItsPresenceIsRemoved() {
    String id = newAgent();
    connect(id, Duration.ofMinutes(1));
    assertThat(online(id)).isTrue();
    redis.key().del(RedisNames.presence(UUID.fromString(id)));

    await().atMost(Duration.ofSeconds(2)).until(() -> !online(id));
  }

  @Test
  void nonsenseInRedisIsNoConnection() {
    String id = newAgent();
    redis.value(String.class).set(RedisNames.presence(UUID.fromString(id)), "{\"x\":");

    as(ADMIN).get(AGENT, id).then().statusCode(200).body("data.connection", nullValue());
  }

  @Test
  void thousandsOfAgentsAreFilteredAndPagedByPresence() throws Exception {
    String namespace = Api.newNamespace();
    List<UUID> ids = insert(3_000, namespace);
    Map<String, String> presence = new HashMap<>();
    Map<String, Double> ends = new HashMap<>();
    for (int i = 0; i < ids.size(); i += 3) {
      presence.put(RedisNames.presence(ids.get(i)), presence().toJson());
      ends.put(ids.get(i).toString(), System.currentTimeMillis() + 60_000.0);
    }
    redis.value(String.class).mset(presence);
    redis.sortedSet(String.class).zadd(RedisNames.AGENTS_PRESENT, ends);
    await()
        .atMost(SOON)
        .until(() -> list(namespace, "true", 1).header("X-Total-Count").equals("1000"));

    List<String> seen = new ArrayList<>();
    for (int page = 1; page <= 6; page++) {
      Response answer = list(namespace, "true", page);
      assertThat(answer.header("X-Total-Count")).isEqualTo("1000");
      seen.addAll(answer.path("data.name"));
      assertThat(answer.<List<Boolean>>path("data.online")).allMatch(online -> online);
    }
    assertThat(seen).hasSize(1_000).doesNotHaveDuplicates().isSorted();
    assertThat(list(namespace, "false", 1).header("X-Total-Count")).isEqualTo("2000");
    as(ADMIN)
        .queryParam("namespace", namespace)
        .queryParam("page_size", 4)
        .get(AGENTS)
        .then()
        .header("X-Total-Count", "3000")
        .body("data.online", contains(true, false, false, true));
  }

  private static Response list(String namespace, String online, int page) {
    return as(ADMIN)
        .queryParam("namespace", namespace)
        .queryParam("online", online)
        .queryParam("page", page)
        .queryParam("page_size", 200)
        .get(AGENTS);
  }

  private static boolean online(String id) {
    return as(USER).get(AGENT, id).path("data.online");
  }

  private void connect(String id, Duration ttl) {
    redis
        .value(String.class)
        .psetex(RedisNames.presence(UUID.fromString(id)), ttl.toMillis(), presence().toJson());
  }

  private static AgentPresence presence() {
    return new AgentPresence(
        "gw-1", "s-1", 1_772_366_400_000L, 1_772_366_415_000L, 12.5, null, 1, 3);
  }

  private List<UUID> insert(int count, String namespace) throws Exception {
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO agent (id, name, type, namespace, token_salt, token_hash,
                                   created_at, updated_at)
                VALUES (?, ?, 'process', ?, substr(sha256(''), 1, 16), sha256(''), now(), now())
                """)) {
      for (int i = 0; i < count; i++) {
        UUID id = UUID.randomUUID();
        ids.add(id);
        insert.setObject(1, id);
        insert.setString(2, "n%05d".formatted(i));
        insert.setString(3, namespace);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return ids;
  }
}
