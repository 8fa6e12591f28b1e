package dev.muster.gateway.socket;

/** A token bucket. Not thread-safe. */
final class InboundRate {
  private final double perMilli;
  private final int burst;
  private double tokens;
  private long last;

  InboundRate(int perSecond, int burst, long nowMs) {
    this.perMilli = perSecond / 1_000.0;
    this.burst = burst;
    this.tokens = burst;
    this.last = nowMs;
  }

  /** False when it is over the rate. A clock that goes back gives nothing. */
  boolean admit(long nowMs) {
    return admit(nowMs, 1);
  }

  /** As many at once; what is more than the burst passes when the bucket is full. */
  boolean admit(long nowMs, int cost) {
    if (nowMs > last) {
      tokens = Math.min(burst, tokens + (nowMs - last) * perMilli);
    }
    last = nowMs;
    if (tokens < Math.min(cost, burst)) {
      return false;
    }
    tokens -= cost;
    return true;
  }
}
