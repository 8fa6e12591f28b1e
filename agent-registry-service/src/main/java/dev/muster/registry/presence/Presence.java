package dev.muster.registry.presence;

import dev.muster.event.AgentPresence;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
  public Set<UUID> online(Collection<UUID> agents) {
    Instant now = clock.instant();
    refresh(agents, now);
    return agents.stream().filter(id -> lastKnown(id, now) != null).collect(Collectors.toSet());
  }

  /** How the agent is connected; empty when it isn't, or when what Redis holds can't be read. */
  public Optional<AgentPresence> connection(UUID agent) {
    Instant now = clock.instant();
    refresh(List.of(agent), now);
    String kept = lastKnown(agent, now);
    try {
      return Optional.ofNullable(kept).map(AgentPresence::parse);
    } catch (IllegalArgumentException e) {
      LOG.warnf("ignored the presence of %s: %s", agent, e.getMessage());
      return Optional.empty();
    }
  }

  private void refresh(Collection<UUID> agents, Instant now) {
    List<UUID> stale =
        agents.stream().filter(id -> !isWithin(config.fresh(), remembered.get(id), now)).toList();
    if (stale.isEmpty() || now.isBefore(pausedUntil)) {
      return;
    }
    try {
      Map<UUID, String> found = source.read(stale);
      makeRoomFor(stale.size(), now);
      stale.forEach(id -> remembered.put(id, new Sighting(found.get(id), now)));
    } catch (RuntimeException e) {
      pausedUntil = now.plus(config.pause());
      LOG.warnf("presence can't be read, answering the last known one: %s", e.toString());
    }
  }

  private String lastKnown(UUID agent, Instant now) {
    Sighting sighting = remembered.get(agent);
    return isWithin(config.lastKnown(), sighting, now) ? sighting.kept() : null;
  }

  private static boolean isWithin(Duration age, Sighting sighting, Instant now) {
    return sighting != null && sighting.at().plus(age).isAfter(now);
  }

  private void makeRoomFor(int more, Instant now) {
    if (remembered.size() + more > MAX_REMEMBERED) {
      remembered.values().removeIf(sighting -> !isWithin(config.fresh(), sighting, now));
    }
    if (remembered.size() + more > MAX_REMEMBERED) {
      remembered.clear();
    }
  }

  /** What a reading found for one agent: nothing when it was not connected. */
  private record Sighting(String kept, Instant at) {}
}
