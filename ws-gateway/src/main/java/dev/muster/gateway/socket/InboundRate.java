package dev.muster.gateway.socket;

/** A token bucket for the frames of one peer. Not thread-safe. */
final class InboundRate {
  private final double perMilli;
  private final int burst;
  private double tokens;
  private long last;

  InboundRate(int framesPerSecond, int burst, long nowMs) {
    this.perMilli = framesPerSecond / 1_000.0;
    this.burst = burst;
    this.tokens = burst;
    this.last = nowMs;
  }

  /** False when the frame is over the rate. A clock that goes back gives nothing. */
  boolean admit(long nowMs) {
    if (nowMs > last) {
      tokens = Math.min(burst, tokens + (nowMs - last) * perMilli);
    }
    last = nowMs;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
