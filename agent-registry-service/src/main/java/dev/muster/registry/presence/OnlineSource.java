package dev.muster.registry.presence;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Where it is kept who is online at all. */
interface OnlineSource {
  /**
   * The ids of all agents that are connected at this time. Blocks the calling virtual thread;
   * throws any {@link RuntimeException} when no answer comes in time.
   */
  Set<UUID> connected(Instant now);
}
