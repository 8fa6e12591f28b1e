package dev.muster.agent.session;

import dev.muster.wire.CloseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection: exponential with full jitter, so that many agents
 * don't come back in step; quick the first time; slow where only a person can help; never sooner
 * than the server asked for, which is believed up to a minute.
 */
public final class Backoff {
  private static final Duration LONGEST_HINT = Duration.ofSeconds(60);

  private final Pace pace;
  private final RandomGenerator random;
  private int failures;

  /**
   * The bounds of the waiting times.
   *
   * @param quick at most this long before the first retry, and after a server that drains
   * @param first bound of the second retry, doubled with each further one
   * @param most bound of any retry
   * @param slow at least this long where a retry is not likely to help, at most twice as long
   */
  public record Pace(Duration quick, Duration first, Duration most, Duration slow) {
    public static final Pace USUAL =
        new Pace(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));
  }

  public Backoff(Pace pace, RandomGenerator random) {
    this.pace = pace;
    this.random = random;
  }

  /** A connection has held for a while: the next failure is a first one again. */
  void reset() {
    failures = 0;
  }

  Duration next(Departure departure) {
    int before = failures++;
    if (onlyAPersonHelps(departure)) {
      return pace.slow().plus(upTo(pace.slow()));
    }
    Optional<Duration> hint = departure.hint().map(Backoff::believed);
    Duration own = before == 0 ? pace.quick() : bound(before - 1);
    if (hint.isPresent()) {
      return longer(hint.get(), upTo(shorter(own, hinted(hint.get()))));
    }
    if (departure instanceof Departure.Closed closed
        && closed.code() == CloseReason.TRY_LATER.code()) {
      return pace.first().plus(upTo(bound(before)));
    }
    return upTo(own);
  }

  static boolean onlyAPersonHelps(Departure departure) {
    return switch (departure) {
      case Departure.Refused refused ->
          refused.status() == 401 || refused.status() == 403 || refused.status() == 404;
      case Departure.Closed closed ->
          closed.code() == CloseReason.FORBIDDEN.code()
              || closed.code() == CloseReason.REPLACED.code();
      case Departure.NotRegistered _, Departure.TokenReplaced _, Departure.Lost _ -> false;
    };
  }

  /** Whoever says when to come back is there: no reason to stay away for much longer. */
  private Duration hinted(Duration hint) {
    return longer(hint, pace.first()).multipliedBy(2);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration believed(Duration hint) {
    return shorter(hint, LONGEST_HINT);
  }

  private Duration bound(int doublings) {
    Duration bound = pace.first().multipliedBy(1L << Math.min(doublings, 16));
    return shorter(bound, pace.most());
  }

  private Duration upTo(Duration bound) {
    return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
  }
}
