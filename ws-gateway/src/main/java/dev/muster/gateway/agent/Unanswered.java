package dev.muster.gateway.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** When the frames that wait for task-service's receipt came; the oldest are forgotten. */
final class Unanswered {
  private static final int CAPACITY = 1_024;

  private final Map<String, Long> since = new LinkedHashMap<>();

  void came(String messageId, long nowMs) {
    since.putIfAbsent(messageId, nowMs);
    if (since.size() > CAPACITY) {
      var oldest = since.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Milliseconds since the frame came, when it is still remembered. */
  OptionalLong answered(String messageId, long nowMs) {
    Long came = since.remove(messageId);
    return came == null ? OptionalLong.empty() : OptionalLong.of(nowMs - came);
  }
}
