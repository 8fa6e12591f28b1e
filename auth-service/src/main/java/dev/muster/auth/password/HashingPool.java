package dev.muster.auth.password;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few platform threads for work that is all CPU. On virtual threads a bcrypt would hold its
 * carrier for a quarter of a second, and a handful of logins would stop every other request. At
 * most {@code parallel} run and {@code waiting} wait; whoever comes then is sent away with 5003.
 */
final class HashingPool implements AutoCloseable {
  private static final int RETRY_AFTER_LEAST_MS = 2_000;
  private static final int RETRY_AFTER_MOST_MS = 6_000;

  private final ThreadPoolExecutor threads;

  HashingPool(int parallel, int waiting) {
    threads =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name("password-", 0).factory(),
            new ThreadPoolExecutor.AbortPolicy());
  }

  /** 5003 when a {@link #call} would be sent away as things stand. */
  void requireRoom() {
    if (threads.getQueue().remainingCapacity() == 0) {
      throw busy(null);
    }
  }

  <T> T call(Callable<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw busy(e);
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw busy(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("password check failed", e.getCause());
    }
  }

  /** Those who were sent away together shall not come back together. */
  private static ContractException busy(Throwable cause) {
    int millis = ThreadLocalRandom.current().nextInt(RETRY_AFTER_LEAST_MS, RETRY_AFTER_MOST_MS + 1);
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE,
        "too many password checks under way",
        Duration.ofMillis(millis),
        cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
