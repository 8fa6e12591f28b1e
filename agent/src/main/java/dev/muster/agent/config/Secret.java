package dev.muster.agent.config;

/** A credential that never prints itself. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
