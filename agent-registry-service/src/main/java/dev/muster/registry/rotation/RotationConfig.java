package dev.muster.registry.rotation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Token rotation. */
@ConfigMapping(prefix = "muster.registry.rotation")
interface RotationConfig {
  /** How long an agent has to show its new token. Until then both are valid, after it the old. */
  @WithDefault("1h")
  Duration timeout();
}
