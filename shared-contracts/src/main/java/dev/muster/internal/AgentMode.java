package dev.muster.internal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an administrator lets an agent do. */
public enum AgentMode {
  /** It gets tasks. */
  ACTIVE,
  /** It finishes what it has and gets nothing new. */
  DRAINING,
  /** It is cut off: it may not connect, and what it had is given to others. */
  QUARANTINED;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static AgentMode of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
