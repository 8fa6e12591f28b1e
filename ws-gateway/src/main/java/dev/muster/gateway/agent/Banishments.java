package dev.muster.gateway.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Agents that were thrown out a moment ago: one whose token was checked just before isn't let in
 * just after.
 */
@Singleton
class Banishments {
  private static final int REMEMBERED = 10_000;
  private static final long MEMORY_MS = Duration.ofMinutes(1).toMillis();

  private final Clock clock;
  private final Map<UUID, Long> banished = new LinkedHashMap<>();

  @Inject
  Banishments(Clock clock) {
    this.clock = clock;
  }

  synchronized void banish(UUID agentId) {
    long now = clock.millis();
    banished.remove(agentId);
    banished.put(agentId, now);
    banished.values().removeIf(at -> at < now - MEMORY_MS);
    if (banished.size() > REMEMBERED) {
      var oldest = banished.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whether it happened at or after that time (epoch milliseconds). */
  synchronized boolean isBanishedSince(UUID agentId, long since) {
    Long at = banished.get(agentId);
    return at != null && at >= since;
  }
}
