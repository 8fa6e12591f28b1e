package dev.muster.kit.limit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.time.Duration;

/**
 * What became of a request under a limit.
 *
 * @param taken tokens that were taken for it: none when it isn't allowed, and fewer than it wanted
 *     when there were no more
 * @param left tokens that remain, as far as this replica knows
 * @param next when there is a token again; zero while some are left
 * @param full when all are there again
 */
public record Decision(
    Limit limit, Quota quota, long taken, long left, Duration next, Duration full) {

  public boolean allowed() {
    return taken > 0;
  }

  /** An item of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). */
  public String policy() {
    return "\"%s\";q=%d;w=%d".formatted(limit.wire(), quota.tokens(), seconds(quota.window()));
  }

  /** An item of {@code RateLimit}. */
  public String state() {
    return "\"%s\";r=%d;t=%d".formatted(limit.wire(), left, seconds(full));
  }

  /** Seconds for {@code Retry-After}, at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, seconds(next));
  }

  /** The 4291 of a request that isn't allowed. */
  public ContractException refusal() {
    return ContractException.retryLater(
        ErrorCode.RATE_LIMITED,
        "too many requests: " + limit.wire() + " allows " + quota.tokens() + " in " + window(),
        next,
        null);
  }

  private String window() {
    return seconds(quota.window()) + " s";
  }

  private static long seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }
}
