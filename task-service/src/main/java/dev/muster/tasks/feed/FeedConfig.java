package dev.muster.tasks.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How events are published. */
@ConfigMapping(prefix = "muster.feed")
interface FeedConfig {
  /** Events that the feed keeps, approximately; the oldest go first. */
  @WithDefault("50000")
  long maxLength();
}
