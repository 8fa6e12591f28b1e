package dev.muster.kit.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.redis.RedisClients;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseGateTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DatabaseGate gate = gate(Map.of());

  @Test
  void letsInAsManyAsThePoolHasLetsSomeWaitAndRefusesTheRest() throws Exception {
    DatabaseGate small =
        gate(
            Map.of(
                "muster.database.permits", "2",
                "muster.database.waiting", "3",
                "muster.database.wait-at-most", "1m"));
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Boolean> work =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          goOn.await();
          inside.decrementAndGet();
          return true;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Boolean>> calls = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        calls.add(CompletableFuture.supplyAsync(() -> small.call(work), threads));
        int started = i;
        await().until(() -> inside.get() + waiting() == started);
      }
      assertThatThrownBy(() -> small.call(() -> true)).satisfies(DatabaseGateTest::isUnavailable);
      goOn.countDown();
      for (CompletableFuture<Boolean> call : calls) {
        assertThat(call.get()).isTrue();
      }
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void waitingEndsAfterItsTime() throws Exception {
    DatabaseGate small =
        gate(Map.of("muster.database.permits", "1", "muster.database.wait-at-most", "20ms"));
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(
                () ->
                    small.call(
                        () -> {
                          inside.countDown();
                          goOn.await();
                          return true;
                        }));
    inside.await();
    assertThatThrownBy(() -> small.call(() -> true)).satisfies(DatabaseGateTest::isUnavailable);
    goOn.countDown();
    holder.join();
    assertThat(small.call(() -> "free again")).isEqualTo("free again");
  }

  @Test
  void aCallInsideACallNeedsNoSecondPermit() {
    DatabaseGate small =
        gate(Map.of("muster.database.permits", "1", "muster.database.wait-at-most", "20ms"));
    assertThat(small.call(() -> small.call(() -> "inner"))).isEqualTo("inner");
  }

  @Test
  void conflictsAreTriedAgainAFewTimes() {
    AtomicInteger calls = new AtomicInteger();
    String answer =
        gate.call(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw new SQLException("deadlock", "40P01");
              }
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThatThrownBy(
            () ->
                gate.call(
                    () -> {
                      throw new SQLException("serialization", "40001");
                    }))
        .satisfies(DatabaseGateTest::isUnavailable);
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailableHoweverItIsSaid() {
    List<Exception> ways =
        List.of(
            new SQLException("broken", "08006"),
            new SQLException("shutting down", "57P01"),
            new SQLException("too many", "53300"),
            new SQLException("none to give", new TimeoutException()),
            new IllegalStateException("wrapped", new SQLException("starting up", "57P03")));
    for (Exception way : ways) {
      assertThatThrownBy(
              () ->
                  gate.call(
                      () -> {
                        throw way;
                      }))
          .satisfies(DatabaseGateTest::isUnavailable);
    }
  }

  @Test
  void otherFailuresComeAsTheyAre() {
    ContractException refusal = ContractException.notFound("task");
    assertThatThrownBy(
            () ->
                gate.call(
                    () -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);
    assertThatThrownBy(
            () ->
                gate.call(
                    () -> {
                      throw new SQLException("duplicate", "23505");
                    }))
        .hasRootCauseMessage("duplicate");
  }

  private static void isUnavailable(Throwable failure) {
    assertThat(failure).isInstanceOf(ContractException.class);
    assertThat(((ContractException) failure).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(((ContractException) failure).retryAfter()).contains(Duration.ofSeconds(1));
  }

  private int waiting() {
    return (int)
        registry.find("muster.database.waiting").gauges().stream().mapToDouble(Gauge::value).sum();
  }

  private DatabaseGate gate(Map<String, String> settings) {
    registry.clear();
    return new DatabaseGate(RedisClients.config(DatabaseConfig.class, settings), registry);
  }
}
