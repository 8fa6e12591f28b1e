package dev.muster.registry.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.AgentPresence;
import dev.muster.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private final Map<UUID, String> connected = new HashMap<>();
  private final UUID agent = Ids.next();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean away;
  private int readings;
  private final Presence presence = new Presence(this::read, new PresenceSettings(), () -> now);

  @Test
  void anAgentIsOnlineWhileItsKeyExists() {
    assertThat(isOnline()).isFalse();
    connect();
    pass(Duration.ofMillis(500));
    assertThat(isOnline()).isTrue();
    connected.clear();
    pass(Duration.ofMillis(500));
    assertThat(isOnline()).isFalse();
  }

  @Test
  void oneReadingServesAllListsOfTheNextHalfSecond() {
    connect();
    isOnline();
    pass(Duration.ofMillis(499));
    isOnline();

    assertThat(readings).isEqualTo(1);
  }

  @Test
  void whileRedisIsAwayTheLastKnownStateIsAnswered() {
    connect();
    isOnline();
    away = true;
    pass(Duration.ofSeconds(59));

    assertThat(isOnline()).isTrue();
    assertThat(presence.online(List.of(Ids.next()))).isEmpty();
  }

  @Test
  void afterTheHeartbeatTimeoutWithoutRedisEveryAgentIsOffline() {
    connect();
    isOnline();
    away = true;
    pass(Duration.ofSeconds(60));

    assertThat(isOnline()).isFalse();
  }

  @Test
  void redisIsNotAskedWithEveryListWhileItIsAway() {
    away = true;
    isOnline();
    isOnline();
    assertThat(readings).isEqualTo(1);

    pass(Duration.ofSeconds(1));
    away = false;
    connect();
    assertThat(isOnline()).isTrue();
  }

  @Test
  void whatCannotBeReadIsNoConnection() {
    connected.put(agent, "{");

    assertThat(isOnline()).isTrue();
    assertThat(presence.connection(agent)).isEmpty();
  }

  @Test
  void theConnectionIsWhatTheGatewayWrote() {
    connect();

    assertThat(presence.connection(agent)).map(AgentPresence::gatewayId).contains("gw-1");
  }

  private boolean isOnline() {
    return presence.online(List.of(agent)).contains(agent);
  }

  private void connect() {
    connected.put(agent, new AgentPresence("gw-1", "s-1", 1, 2, null, null, 0, 4).toJson());
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Map<UUID, String> read(List<UUID> agents) {
    readings++;
    if (away) {
      throw new IllegalStateException("no Redis");
    }
    Map<UUID, String> found = new HashMap<>(connected);
    found.keySet().retainAll(agents);
    return found;
  }
}
