package dev.muster.kit.db;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets as many into the database as the pool has connections, and a bounded number wait for a
 * bounded time; the rest are told to come back, instead of everybody waiting until everybody fails.
 */
@Singleton
public final class DatabaseGate {
  private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final DatabaseConfig config;
  private final Semaphore permits;
  private final Counter refused;
  private final Counter conflicts;

  @Inject
  public DatabaseGate(DatabaseConfig config, MeterRegistry registry) {
    this.config = config;
    this.permits = new Semaphore(config.permits(), true);
    this.refused = registry.counter("muster.database.refused");
    this.conflicts = registry.counter("muster.database.conflicts");
    Gauge.builder("muster.database.waiting", permits, Semaphore::getQueueLength).register(registry);
    Gauge.builder("muster.database.free", permits, Semaphore::availablePermits).register(registry);
  }

  /**
   * Does work that uses one connection at a time, as one transaction. A conflict with other
   * transactions (serialization failure, deadlock) makes it run again from its beginning, so it
   * must change nothing but the database. Inside another call it just runs.
   *
   * <p>Throws {@link ContractException} of {@code UNAVAILABLE} when too many wait or the database
   * is away; {@link CommitUnknownException} as it comes; everything else as the work threw it,
   * checked exceptions wrapped in {@link IllegalStateException}.
   */
  public <T> T call(Callable<T> work) {
    if (INSIDE.isBound()) {
      return once(work);
    }
    enter();
    try {
      return ScopedValue.where(INSIDE, true).call(() -> untilNoConflict(work));
    } finally {
      permits.release();
    }
  }

  /** As {@link #call}, without an answer. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /** As {@link #call}, in a JTA transaction of its own, which commits if the work returns. */
  public <T> T inTransaction(Callable<T> work) {
    return call(() -> QuarkusTransaction.requiringNew().call(work));
  }

  private void enter() {
    if (permits.tryAcquire()) {
      return;
    }
    if (permits.getQueueLength() >= config.waiting()) {
      throw busy();
    }
    try {
      if (!permits.tryAcquire(config.waitAtMost().toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private ContractException busy() {
    refused.increment();
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "too many requests wait for the database", RETRY_AFTER, null);
  }

  private <T> T untilNoConflict(Callable<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (RuntimeException e) {
        if (!DatabaseFailures.isConflict(e)) {
          throw e;
        }
        conflicts.increment();
        if (attempt >= config.tries()) {
          throw ContractException.retryLater(
              ErrorCode.UNAVAILABLE, "others were always faster", RETRY_AFTER, e);
        }
        // Those who met once shall not meet again in step.
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, 10 * attempt)));
      }
    }
  }

  private static <T> T once(Callable<T> work) {
    try {
      return work.call();
    } catch (CommitUnknownException | ContractException e) {
      throw e;
    } catch (Exception e) {
      if (DatabaseFailures.isAway(e)) {
        throw ContractException.retryLater(
            ErrorCode.UNAVAILABLE, "the database is away", RETRY_AFTER, e);
      }
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e);
    }
  }
}
