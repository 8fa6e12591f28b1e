package dev.muster.wire;

/**
 * How a frame without an ACK is sent again: after {@code initialMs}, doubled up to {@code maxMs}.
 */
public record ResendPolicy(long initialMs, long maxMs, int tries) {
  /** Protocol §1: 2 s, doubled to 30 s, 10 tries. */
  public static final ResendPolicy DEFAULT = new ResendPolicy(2_000, 30_000, 10);

  /** Milliseconds to wait after the given number of sends (≥ 1). */
  public long delayMs(int sends) {
    return Math.min(maxMs, initialMs << Math.min(sends - 1, 20));
  }
}
