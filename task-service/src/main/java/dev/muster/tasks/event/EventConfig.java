package dev.muster.tasks.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is kept of a task's events. */
@ConfigMapping(prefix = "muster.events")
public interface EventConfig {
  /**
   * Events kept per task. Beyond it progress is only the task's latest progress; changes of state
   * are always kept.
   */
  @WithDefault("10000")
  int mostPerTask();

  /** Events a second that an attempt's progress makes; of what is beyond it the latest is kept. */
  @WithDefault("10")
  int progressPerSecond();
}
