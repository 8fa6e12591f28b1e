package dev.muster.kit.http;

import dev.muster.error.ErrorCode;
import dev.muster.kit.db.DatabaseFailures;
import dev.muster.kit.redis.RedisLostException;
import io.vertx.core.impl.NoStackTraceThrowable;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Tells "PostgreSQL or Redis is away" from a mistake of ours. */
final class Dependencies {
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private Dependencies() {}

  static Refusal refusal(Throwable thrown) {
    return switch (thrown) {
      case SQLException e when DatabaseFailures.isAway(e) -> Refusal.away(RETRY_AFTER);
      case RedisLostException e -> Refusal.away(RETRY_AFTER);
      case ConnectException e -> Refusal.away(RETRY_AFTER);
      case ClosedChannelException e -> Refusal.away(RETRY_AFTER);
      case TimeoutException e -> Refusal.away(RETRY_AFTER);
      // Redis client: "Connection is closed", "Redis waiting queue is full", time-outs.
      case NoStackTraceThrowable e -> Refusal.away(RETRY_AFTER);
      case IOException e when "Request too large".equals(e.getMessage()) ->
          Refusal.of(ErrorCode.TOO_LARGE);
      default -> null;
    };
  }
}
