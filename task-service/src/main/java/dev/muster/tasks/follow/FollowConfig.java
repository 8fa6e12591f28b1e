package dev.muster.tasks.follow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Following tasks: their events and their output. */
@ConfigMapping(prefix = "muster.follow")
interface FollowConfig {
  /** Requests that this replica holds open at a time; more are told to try again. */
  @WithDefault("2000")
  int most();

  /** Longest silence on an event stream. */
  @WithDefault("15s")
  Duration keepAlive();
}
