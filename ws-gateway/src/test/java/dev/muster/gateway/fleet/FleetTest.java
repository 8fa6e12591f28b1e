package dev.muster.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.presence.Presences;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** This process is the survivor; the gateways that die are made here. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class FleetTest {
  @Inject Redis redis;
  @Inject RedisProbe probe;
  @Inject Presences presences;
  @Inject GatewayId own;
  @Inject MeterRegistry metrics;

  @Test
  void whenAGatewayDiesItsAgentsAreNotPresentAnyMore() {
    Fleet other = fleet();
    String dying = "dying-" + Ids.next();
    UUID lost = Ids.next();
    UUID moved = Ids.next();
    presences.write(lost, presence(dying));
    presences.write(moved, presence("elsewhere"));
    RedisProbe.await(() -> probe.value(RedisNames.presence(moved)), Optional::isPresent);
    double before = metrics.counter("muster.gateway.peers.lost").count();

    other.announce(announcement(dying), Duration.ofMillis(300));
    assertThat(other.alive()).anyMatch(each -> each.id().equals(dying));

    RedisProbe.await(() -> probe.value(RedisNames.presence(lost)), Optional::isEmpty);
    RedisProbe.await(() -> probe.score(RedisNames.AGENTS_PRESENT, lost), Optional::isEmpty);
    RedisProbe.await(
        () -> metrics.counter("muster.gateway.peers.lost").count(), now -> now > before);
    assertThat(probe.value(RedisNames.presence(moved))).isPresent();
    assertThat(probe.score(RedisNames.AGENTS_PRESENT, moved)).isPresent();
    assertThat(other.alive()).noneMatch(each -> each.id().equals(dying));
  }

  @Test
  void oneSurvivorClearsUp() {
    Fleet one = fleet();
    Fleet two = fleet();
    String dying = "dying-" + Ids.next();
    one.announce(announcement(dying), Duration.ofMillis(1));
    RedisProbe.await(one::alive, all -> all.stream().noneMatch(each -> each.id().equals(dying)));

    boolean first = one.claimDead().contains(dying);
    boolean second = two.claimDead().contains(dying);

    assertThat(first && second).isFalse();
  }

  @Test
  void whoLeavesInOrderIsNotMissed() {
    Fleet other = fleet();
    String leaving = "leaving-" + Ids.next();
    other.announce(announcement(leaving), Duration.ofMinutes(1));
    other.withdraw(leaving);

    assertThat(other.alive()).noneMatch(each -> each.id().equals(leaving));
    assertThat(probe.score("gateways", leaving)).isEmpty();
  }

  @Test
  void thisGatewayAnnouncesItself() {
    List<Announcement> all =
        RedisProbe.await(
            fleet()::alive,
            alive -> alive.stream().anyMatch(each -> each.id().equals(own.toString())));

    assertThat(all)
        .filteredOn(each -> each.id().equals(own.toString()))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.version()).isNotBlank();
              assertThat(each.draining()).isFalse();
              assertThat(each.lastSeen()).isGreaterThanOrEqualTo(each.since());
            });
  }

  private Fleet fleet() {
    return new Fleet(new RedisCalls(redis));
  }

  private static Announcement announcement(String id) {
    return new Announcement(id, 1, 2, "1", 1, 0, false);
  }

  private static AgentPresence presence(String gateway) {
    long now = System.currentTimeMillis();
    return new AgentPresence(gateway, "s", now, now, null, null, 0, 1);
  }
}
