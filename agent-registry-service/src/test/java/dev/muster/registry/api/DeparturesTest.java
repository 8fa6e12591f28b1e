package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands.RedisSubscriber;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class DeparturesTest {
  @Inject RedisDataSource redis;

  private final Queue<RevocationNotice> revoked = new ConcurrentLinkedQueue<>();
  private final Queue<GatewayNotice> notices = new ConcurrentLinkedQueue<>();
  private RedisSubscriber revocations;
  private RedisSubscriber control;

  @BeforeEach
  void listen() {
    revocations =
        redis
            .pubsub(String.class)
            .subscribe(
                RedisNames.IDENTITY_REVOKED, json -> revoked.add(RevocationNotice.parse(json)));
    control =
        redis
            .pubsub(String.class)
            .subscribe(RedisNames.GATEWAY_CONTROL, json -> notices.add(GatewayNotice.parse(json)));
  }

  @AfterEach
  void stopListening() {
    revocations.unsubscribe();
    control.unsubscribe();
  }

  @Test
  void deletingAnAgentTellsEveryGateway() {
    String id = newAgent();
    as(ADMIN).delete(AGENT, id).then().statusCode(200);

    await().until(() -> !revoked.isEmpty() && !notices.isEmpty());
    assertThat(notices)
        .containsExactly(
            new GatewayNotice(
                GatewayNotice.Kind.KICKED, UUID.fromString(id), 0, "the agent was deleted"));
    RevocationNotice notice = revoked.element();
    assertThat(notice.kind()).isEqualTo(RevocationNotice.Kind.AGENT);
    assertThat(notice.id()).isEqualTo(id);
    assertThat(notice.issuedBefore()).isCloseTo(Instant.now().getEpochSecond(), offset(60L));
    assertThat(notice.until()).isGreaterThan(notice.issuedBefore());
  }

  @Test
  void deletingAnAgentThatIsGoneMakesGatewaysLookAtItAgain() {
    UUID gone = UUID.randomUUID();
    as(ADMIN).delete(AGENT, gone).then().statusCode(404);

    await().until(() -> !notices.isEmpty());
    assertThat(notices)
        .containsExactly(new GatewayNotice(GatewayNotice.Kind.CHANGED, gone, 0, null));
    assertThat(revoked).isEmpty();
  }

  @Test
  void aNewTokenEndsTheConnectionOfTheOld() {
    String id = newAgent();
    as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);

    await().until(() -> !notices.isEmpty());
    assertThat(notices.element().agentId()).hasToString(id);
    assertThat(notices.element().reason()).doesNotContain("fedcba9876543210");
    assertThat(revoked).isEmpty();
  }

  @Test
  void otherChangesAndRefusedOnesDisconnectNobody() {
    String id = newAgent();
    as(ADMIN).body("{\"concurrency\":7}").put(AGENT, id).then().statusCode(200);
    as(ADMIN).header("If-Match", "\"99\"").delete(AGENT, id).then().statusCode(412);
    String last = newAgent();
    as(ADMIN).delete(AGENT, last).then().statusCode(200);

    await().until(() -> !notices.isEmpty());
    assertThat(notices).extracting(GatewayNotice::agentId).containsExactly(UUID.fromString(last));
  }
}
