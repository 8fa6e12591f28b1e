package dev.muster.tasks.read;

import dev.muster.tasks.queue.Backoff;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a task was submitted with beyond what lists show, in the words of the submit, and how much
 * of it is used up. Times are seconds.
 *
 * @param failedAttempts of {@code max_attempts}
 * @param lostAttempts of {@code maxLost}
 */
@RegisterForReflection
public record TaskTerms(
    int failedAttempts,
    int maxLost,
    int lostAttempts,
    Double queueTimeout,
    Double silenceTimeout,
    Pauses backoff,
    List<String> nonRetryable,
    String concurrencyKey,
    Integer concurrencyLimit,
    String rateLimitKey,
    Integer rateLimit,
    Double rateLimitPeriod) {

  /** Waits between failed attempts. */
  @RegisterForReflection
  public record Pauses(double initial, float factor, double max, float jitter) {
    static Pauses of(Backoff backoff) {
      return new Pauses(
          seconds(backoff.initial()),
          (float) backoff.factor(),
          seconds(backoff.max()),
          (float) backoff.jitter());
    }

    private static double seconds(Duration time) {
      return time.toMillis() / 1000.0;
    }
  }

  static TaskTerms of(ResultSet row) throws SQLException {
    Array errors = row.getArray("non_retryable");
    return new TaskTerms(
        row.getInt("failed_attempts"),
        row.getInt("max_lost"),
        row.getInt("lost_attempts"),
        seconds(row, "queue_timeout_ms"),
        seconds(row, "silence_ms"),
        Pauses.of(Backoff.of(row)),
        errors == null ? null : Arrays.asList((String[]) errors.getArray()),
        row.getString("concurrency_key"),
        row.getObject("concurrency_limit", Integer.class),
        row.getString("rate_limit_key"),
        row.getObject("rate_limit", Integer.class),
        seconds(row, "rate_limit_period_ms"));
  }

  private static Double seconds(ResultSet row, String column) throws SQLException {
    Long millis = row.getObject(column, Long.class);
    return millis == null ? null : millis / 1000.0;
  }
}
