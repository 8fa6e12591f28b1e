package dev.muster.tasks.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is kept of a task's events, and who may follow them. */
@ConfigMapping(prefix = "muster.events")
public interface EventConfig {
  /**
   * Events kept per task. Beyond it progress is only the task's latest progress; changes of state
   * are always kept.
   */
  @WithDefault("10000")
  int mostPerTask();

  /** Followers (SSE) of this replica at a time; more are told to try again. */
  @WithDefault("1000")
  int mostStreams();

  /** A stream on which nothing is said for this long says so. */
  @WithDefault("15s")
  Duration keepAlive();
}
