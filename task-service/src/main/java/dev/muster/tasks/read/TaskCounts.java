package dev.muster.tasks.read;

import java.time.OffsetDateTime;

/**
 * How many tasks there are, as far as that costs little.
 *
 * @param queuedExact false: there are at least that many
 */
public record TaskCounts(long queued, boolean queuedExact, long running, Recent recent) {
  /**
   * Of the newest tasks.
   *
   * @param lookedAt how many these are
   * @param since when the oldest of them was made; null without any
   * @param all there are no older ones
   */
  public record Recent(
      long lookedAt,
      OffsetDateTime since,
      boolean all,
      long queued,
      long running,
      long done,
      long failed,
      long canceled) {}
}
