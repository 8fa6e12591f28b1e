package dev.muster.tasks.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait before the next attempt: {@code initial × factor^(failures − 1)}, at most {@code max},
 * spread by ± {@code jitter} (0…1).
 */
public record Backoff(Duration initial, double factor, Duration max, double jitter) {
  /** Protocol §6. */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.2);

  /** That of a task's row. */
  public static Backoff of(ResultSet row) throws SQLException {
    return row.getObject("backoff_initial_ms") == null
        ? DEFAULT
        : new Backoff(
            Duration.ofMillis(row.getLong("backoff_initial_ms")),
            row.getDouble("backoff_factor"),
            Duration.ofMillis(row.getLong("backoff_max_ms")),
            row.getDouble("backoff_jitter"));
  }

  Duration after(int failures, RandomGenerator random) {
    double exact = (double) initial.toMillis() * Math.pow(factor, failures - 1.0);
    double capped = Math.min(exact, (double) max.toMillis());
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(capped * spread));
  }
}
