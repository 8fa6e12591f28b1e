package dev.muster.tasks.dispatch;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the look at a route's owners goes on, for routes with more owners than one round looks at:
 * round by round all of them are seen.
 */
final class OwnerTurns {
  /** Owners of one route that a round looks at. */
  static final int MOST = 50;

  private final Map<Long, UUID> lastSeen = new ConcurrentHashMap<>();

  /** One owner of a route, the nth that the round has seen. */
  record Seen(long routeId, UUID ownerId, int nth) {}

  List<Map.Entry<Long, UUID>> lastSeen() {
    return List.copyOf(lastSeen.entrySet());
  }

  void saw(List<Seen> owners) {
    // Seen from the first again, as long as nothing says that it was cut.
    owners.forEach(owner -> lastSeen.remove(owner.routeId()));
    owners.stream()
        .filter(owner -> owner.nth() == MOST)
        .forEach(owner -> lastSeen.put(owner.routeId(), owner.ownerId()));
  }
}
