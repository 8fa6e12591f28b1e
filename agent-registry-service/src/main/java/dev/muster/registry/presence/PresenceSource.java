package dev.muster.registry.presence;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where presence is kept. */
interface PresenceSource {
  /**
   * What is kept of those of the agents that are connected, unread: lists of thousands ask only
   * whether there is something. Blocks the calling virtual thread; throws any {@link
   * RuntimeException} when no answer comes in time.
   */
  Map<UUID, String> read(List<UUID> agents);
}
