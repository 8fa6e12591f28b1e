package dev.muster.kit.limit;

import java.time.Duration;

/**
 * A token bucket in this process, by the same arithmetic as {@code take_tokens.lua}: all that is
 * kept is when it will be full again. Not thread-safe; times are {@link System#nanoTime}.
 */
final class Bucket {
  // A token that is there but for a rounding error is there.
  private static final double EPSILON = 1e-6;

  private final Quota quota;
  private long fullAt;

  Bucket(Quota quota, long now) {
    this.quota = quota;
    this.fullAt = now;
  }

  long held(long now) {
    double room = quota.window().toNanos() - toFull(now);
    return (long) Math.floor(room / quota.interval() + EPSILON);
  }

  /** Takes tokens, and more than there are if need be: the bucket is then empty. */
  void take(long tokens, long now) {
    long wanted = toFull(now) + Math.round(tokens * quota.interval());
    fullAt = now + Math.min(wanted, quota.window().toNanos());
  }

  Duration untilNext(long now) {
    if (held(now) > 0) {
      return Duration.ZERO;
    }
    double room = quota.window().toNanos() - toFull(now);
    return Duration.ofNanos((long) Math.ceil(quota.interval() - room));
  }

  private long toFull(long now) {
    return Math.max(0, fullAt - now);
  }
}
