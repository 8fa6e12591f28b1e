package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.test.TestRedis;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class RedisAwayTest {
  @Inject RedisDataSource redis;

  @AfterEach
  void bringRedisBack() throws InterruptedException {
    TestRedis.server().resume();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> redis.value(String.class).getdel("none") == null);
  }

  @Test
  void theLastKnownStateIsAnswered() throws Exception {
    String namespace = Api.newNamespace();
    String id = newAgent("\"namespace\":\"" + namespace + "\"");
    redis.value(String.class).set(RedisNames.presence(UUID.fromString(id)), presence());
    listIsOnline(namespace, true);
    String never = Api.newNamespace();
    newAgent("\"namespace\":\"" + never + "\"");

    TestRedis.server().pause();

    listIsOnline(namespace, true);
    listIsOnline(never, false);
    as(ADMIN).queryParam("online", "true").get(AGENTS).then().statusCode(200);
  }

  @Test
  void agentsAreDeletedAndTheGatewaysToldLater() throws Exception {
    Queue<String> notices = new ConcurrentLinkedQueue<>();
    redis.pubsub(String.class).subscribe(RedisNames.GATEWAY_CONTROL, notices::add);
    String id = newAgent();
    TestRedis.server().pause();
    as(ADMIN).delete(AGENT, id).then().statusCode(200);
    as(ADMIN).get(AGENT, id).then().statusCode(404);
    assertThat(notices).isEmpty();

    TestRedis.server().resume();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(notices).anyMatch(notice -> notice.contains(id)));
  }

  private static void listIsOnline(String namespace, boolean online) {
    as(ADMIN)
        .queryParam("namespace", namespace)
        .get(AGENTS)
        .then()
        .statusCode(200)
        .body("data.online", contains(online));
  }

  private static String presence() {
    return new AgentPresence("gw-1", "s-1", 1, 2, null, null, 0, 1).toJson();
  }
}
