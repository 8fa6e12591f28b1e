package dev.muster.registry.presence;

import dev.muster.event.AgentPresence;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where presence is kept. */
interface PresenceSource {
  /**
   * Those of the agents that are connected. Blocks the calling virtual thread; throws any {@link
   * RuntimeException} when no answer comes in time.
   */
  Map<UUID, AgentPresence> read(List<UUID> agents);
}
