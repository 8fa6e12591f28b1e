package dev.muster.gateway.socket;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls to one other service that may be under way at once: when a gateway dies, all its agents
 * come to the others in the same second.
 */
public final class CallLimit {
  private static final int WAITING = 10_000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Semaphore permits;
  private final Duration patience;

  public CallLimit(int atOnce, Duration patience) {
    this.permits = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /** Blocks for its turn; {@link ErrorCode#UNAVAILABLE} when that takes too long. */
  public <T> T call(Supplier<T> call) {
    if (permits.getQueueLength() >= WAITING) {
      throw busy(null);
    }
    try {
      if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    }
    try {
      return call.get();
    } finally {
      permits.release();
    }
  }

  private static ContractException busy(Throwable cause) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "too many calls wait", RETRY_AFTER, cause);
  }
}
