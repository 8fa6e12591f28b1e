package dev.muster.kit.limit;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;

/**
 * How much is allowed: written {@code 10/1m}, ten at once and ten a minute in the long run.
 *
 * @param tokens that a full bucket holds, at most a million
 * @param window in which an empty bucket fills again, evenly; a millisecond to a day
 */
public record Quota(long tokens, Duration window) {
  private static final long MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Larger quotas are taken in pieces of this part. */
  private static final long PIECES = 20;

  public Quota {
    if (tokens < 1 || tokens > MOST) {
      throw new IllegalArgumentException("a quota has 1 to " + MOST + " tokens, not " + tokens);
    }
    if (window.toMillis() < 1 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a quota's window is 1 ms to a day, not " + window);
    }
  }

  static Quota parse(String text) {
    int slash = text.indexOf('/');
    String tokens = slash < 0 ? "" : text.substring(0, slash).strip();
    if (!tokens.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("a quota is written as 10/1m, not " + text);
    }
    return new Quota(
        Long.parseLong(tokens), DurationConverter.parseDuration(text.substring(slash + 1).strip()));
  }

  /** What a replica takes from the shared bucket at a time; 1 for every small quota. */
  long piece() {
    return Math.max(1, tokens / PIECES);
  }

  /** Nanoseconds in which one token comes back. */
  double interval() {
    return (double) window.toNanos() / tokens;
  }
}
