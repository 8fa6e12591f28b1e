package dev.muster.tasks.placement;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that keeps a task from running, or that it has behind it.
 *
 * @param code one of those in {@code docs/placement.md}
 * @param data what the message says, for programs; members of their own beside it
 */
public record Obstacle(String code, String message, @JsonAnyGetter Map<String, Object> data) {
  static Obstacle of(String code, String message) {
    return new Obstacle(code, message, Map.of());
  }

  /** With one more member; none for null. */
  Obstacle with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(data);
    if (value != null) {
      more.put(name, value);
    }
    return new Obstacle(code, message, more);
  }
}
