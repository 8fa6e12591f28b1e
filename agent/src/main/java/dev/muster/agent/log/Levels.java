package dev.muster.agent.log;

import java.util.logging.Level;

/** The names that the other programs' logs use for these levels. */
final class Levels {
  private Levels() {}

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
