package dev.muster.agent.attempt;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether somebody watches an attempt's output: from a start until a stop, or until no start has
 * come for a while. Safe for use by several threads.
 */
final class LogDemand {
  /** The server says start again several times in it while there are watchers. */
  private static final Duration LIFE = Duration.ofSeconds(60);

  private final LongSupplier nanoTime;
  private volatile Long startedAt;
  private volatile Runnable onStart = () -> {};

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  LogDemand(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void start() {
    startedAt = nanoTime.getAsLong();
    onStart.run();
  }

  void stop() {
    startedAt = null;
  }

  boolean exists() {
    Long since = startedAt;
    return since != null && nanoTime.getAsLong() - since < LIFE.toNanos();
  }

  /** Called at each start, on the thread that said it. */
  void onStart(Runnable listener) {
    onStart = listener;
  }
}
