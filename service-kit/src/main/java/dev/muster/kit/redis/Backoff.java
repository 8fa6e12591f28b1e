package dev.muster.kit.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses: doubled from first to longest, each shortened by up to a third at random. */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  public Duration next() {
    long millis = Math.max(1, next.toMillis());
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 3 + 1));
  }

  public void reset() {
    next = first;
  }
}
