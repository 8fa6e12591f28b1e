package dev.muster.registry.presence;

import dev.muster.event.AgentPresence;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which agents are connected. The truth is the gateways' keys in Redis; what was read is reused for
 * {@link PresenceConfig#fresh}, so that the pages of one list agree and cost one reading.
 *
 * <p>While Redis is away the answer is the last known one: an agent that was online at the last
 * reading stays online for {@link PresenceConfig#lastKnown}, every other agent is offline. Asking
 * never fails because of Redis.
 */
@ApplicationScoped
public class Presence {
  /** Beyond it, what is no longer fresh is forgotten first, then everything. */
  private static final int MAX_REMEMBERED = 100_000;

  private static final Logger LOG = Logger.getLogger(Presence.class);

  private final PresenceSource source;
  private final PresenceConfig config;
  private final InstantSource clock;
  private final Map<UUID, Sighting> remembered = new ConcurrentHashMap<>();
  private volatile Instant pausedUntil = Instant.MIN;

  Presence(PresenceSource source, PresenceConfig config, InstantSource clock) {
    this.source = source;
    this.config = config;
    this.clock = clock;
  }

  /** The connected ones of the given agents. */
  public Map<UUID, AgentPresence> of(Collection<UUID> agents) {
    Instant now = clock.instant();
    List<UUID> unknown = agents.stream().filter(id -> !isKnown(id, now, config.fresh())).toList();
    if (!unknown.isEmpty() && !now.isBefore(pausedUntil)) {
      read(unknown, now);
    }
    Map<UUID, AgentPresence> present = new HashMap<>();
    for (UUID id : agents) {
      Sighting sighting = remembered.get(id);
      if (sighting != null && sighting.presence() != null && isKnown(id, now, config.lastKnown())) {
        present.put(id, sighting.presence());
      }
    }
    return present;
  }

  private void read(List<UUID> agents, Instant now) {
    try {
      Map<UUID, AgentPresence> found = source.read(agents);
      makeRoomFor(agents.size(), now);
      agents.forEach(id -> remembered.put(id, new Sighting(found.get(id), now)));
    } catch (RuntimeException e) {
      pausedUntil = now.plus(config.pause());
      LOG.warnf("presence can't be read, answering the last known one: %s", e.toString());
    }
  }

  private boolean isKnown(UUID id, Instant now, Duration age) {
    Sighting sighting = remembered.get(id);
    return sighting != null && sighting.at().plus(age).isAfter(now);
  }

  private void makeRoomFor(int more, Instant now) {
    if (remembered.size() + more > MAX_REMEMBERED) {
      remembered.values().removeIf(sighting -> !sighting.at().plus(config.fresh()).isAfter(now));
    }
    if (remembered.size() + more > MAX_REMEMBERED) {
      remembered.clear();
    }
  }

  /** What a reading said of one agent; presence is null when it was not connected. */
  private record Sighting(AgentPresence presence, Instant at) {}
}
