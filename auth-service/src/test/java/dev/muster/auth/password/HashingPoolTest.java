package dev.muster.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashingPoolTest {
  @Test
  void sendsAwayWhoeverComesWhenAllPlacesAreTaken() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Semaphore release = new Semaphore(0);
    try (HashingPool pool = new HashingPool(1, 1);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first =
          callers.submit(
              () ->
                  pool.call(
                      () -> {
                        started.countDown();
                        return release.tryAcquire(10, TimeUnit.SECONDS);
                      }));
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Thread> refused = new CompletableFuture<>();
      for (int caller = 0; caller < 2; caller++) {
        callers.execute(() -> waitOrBeRefused(pool, refused));
      }

      assertThat(refused.get(10, TimeUnit.SECONDS)).isNotNull();
      release.release();
      assertThat(first.get()).isTrue();
    }
  }

  @Test
  void saysWhenToComeBack() {
    HashingPool closed = new HashingPool(1, 1);
    closed.close();
    assertThatThrownBy(() -> closed.call(() -> 1))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  private static void waitOrBeRefused(HashingPool pool, CompletableFuture<Thread> refused) {
    try {
      pool.call(() -> null);
    } catch (ContractException e) {
      refused.complete(Thread.currentThread());
    }
  }
}
