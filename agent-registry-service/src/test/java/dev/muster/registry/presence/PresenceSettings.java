package dev.muster.registry.presence;

import java.time.Duration;

/** The defaults. */
record PresenceSettings() implements PresenceConfig {
  @Override
  public Duration fresh() {
    return Duration.ofMillis(500);
  }

  @Override
  public Duration lastKnown() {
    return Duration.ofSeconds(60);
  }

  @Override
  public Duration timeout() {
    return Duration.ofMillis(500);
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(1);
  }
}
