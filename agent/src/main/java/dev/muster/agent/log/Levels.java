package dev.muster.agent.log;

import java.util.Optional;
import java.util.logging.Level;

/** The names that the other programs' logs use for these levels. */
final class Levels {
  private Levels() {}

  /** By those names in lower case; {@code error}, {@code warn}, {@code info}, {@code debug}. */
  static Optional<Level> parse(String name) {
    return switch (name) {
      case "error" -> Optional.of(Level.SEVERE);
      case "warn" -> Optional.of(Level.WARNING);
      case "info" -> Optional.of(Level.INFO);
      case "debug" -> Optional.of(Level.FINE);
      default -> Optional.empty();
    };
  }

  static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
