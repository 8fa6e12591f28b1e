package dev.muster.gateway.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** When the frames that wait for task-service's receipt came; the oldest are forgotten. */
final class Unanswered {
  private static final int CAPACITY = 1_024;

  /** A map only while something waits. */
  private Map<String, Long> since = Map.of();

  void came(String messageId, long nowMs) {
    if (since.isEmpty()) {
      since = new LinkedHashMap<>();
    }
    since.putIfAbsent(messageId, nowMs);
    if (since.size() > CAPACITY) {
      var oldest = since.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Milliseconds since the frame came, when it is still remembered. */
  OptionalLong answered(String messageId, long nowMs) {
    Long came = since.get(messageId);
    if (came == null) {
      return OptionalLong.empty();
    }
    since.remove(messageId);
    if (since.isEmpty()) {
      since = Map.of();
    }
    return OptionalLong.of(nowMs - came);
  }
}
