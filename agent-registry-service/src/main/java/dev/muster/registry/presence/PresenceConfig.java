package dev.muster.registry.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the registry reads presence. */
@ConfigMapping(prefix = "muster.registry.presence")
interface PresenceConfig {
  /**
   * An answer of Redis is not asked for again within this time. Who is online at all may be
   * answered up to twice as old while it is being asked for again.
   */
  @WithDefault("500ms")
  Duration fresh();

  /**
   * With Redis away, an agent last seen online counts as online for this long: the gateway's
   * heartbeat timeout.
   */
  @WithDefault("60s")
  Duration lastKnown();

  /** Longest wait for Redis; then the last known state is answered. */
  @WithDefault("500ms")
  Duration timeout();

  /** Redis isn't asked again within this time after it failed. */
  @WithDefault("1s")
  Duration pause();
}
