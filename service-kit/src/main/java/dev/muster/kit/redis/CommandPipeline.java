package dev.muster.kit.redis;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Sends commands in the order given, many per round trip: what arrives while one batch is under way
 * forms the next, so a lone command waits for nothing. What is waiting is bounded in number and
 * bytes; beyond, a command fails at once. Nothing is sent twice.
 *
 * <p>A failed stage carries {@link ContractException} of {@link ErrorCode#UNAVAILABLE}; it means
 * that the command isn't known to have been done, not that it hasn't. Stages complete on an event
 * loop: what hangs on them must not block.
 */
public final class CommandPipeline {
  private static final int BATCH_COMMANDS = 1_000;
  private static final long BATCH_BYTES = 4L << 20;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private record Waiting(Request request, int bytes, CompletableFuture<Void> done) {}

  private final Redis redis;
  private final PipelineLimits limits;
  private final Counter entries;
  private final Counter failures;
  private final DistributionSummary batches;

  private final Object lock = new Object();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean underWay;
  private volatile RedisSession session;

  /**
   * @param name of the metrics: {@code NAME.commands}, {@code .failures}, {@code .batch}, {@code
   *     .queue}
   */
  public CommandPipeline(Redis redis, PipelineLimits limits, MeterRegistry registry, String name) {
    this.redis = redis;
    this.limits = limits;
    this.entries = registry.counter(name + ".commands");
    this.failures = registry.counter(name + ".failures");
    this.batches = registry.summary(name + ".batch");
    Gauge.builder(name + ".queue", this, CommandPipeline::length).register(registry);
  }

  /** Commands that wait for the batch under way. */
  public int length() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** Whether every command that was submitted so far has had its outcome. */
  public boolean isIdle() {
    synchronized (lock) {
      return !underWay && waiting.isEmpty();
    }
  }

  /**
   * Takes a command into the queue, or fails at once.
   *
   * @param bytes about as many as the request's arguments have
   */
  public CompletionStage<Void> submit(Request request, int bytes) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (lock) {
      if (waiting.size() >= limits.queueCommands() || waitingBytes + bytes > limits.queueBytes()) {
        failures.increment();
        return CompletableFuture.failedStage(away("too much waits for Redis", null));
      }
      waiting.add(new Waiting(request, bytes, done));
      waitingBytes += bytes;
      if (underWay) {
        return done;
      }
      underWay = true;
    }
    sendNext();
    return done;
  }

  private void sendNext() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (lock) {
      long bytes = 0;
      while (!waiting.isEmpty() && batch.size() < BATCH_COMMANDS && bytes < BATCH_BYTES) {
        Waiting next = waiting.remove();
        bytes += next.bytes();
        batch.add(next);
      }
      waitingBytes -= bytes;
      if (batch.isEmpty()) {
        underWay = false;
        return;
      }
    }
    batches.record(batch.size());
    List<Request> requests = batch.stream().map(Waiting::request).toList();
    CompletableFuture<List<Response>> outcome = new CompletableFuture<>();
    CompletableFuture<List<Response>> unused =
        outcome
            .orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((answers, failure) -> finish(batch, failure));
    sessionFor(outcome)
        .compose(current -> current.batch(requests))
        .onSuccess(outcome::complete)
        .onFailure(outcome::completeExceptionally);
  }

  private Future<RedisSession> sessionFor(CompletableFuture<?> outcome) {
    RedisSession current = session;
    if (current != null && current.isOpen()) {
      return Future.succeededFuture(current);
    }
    return RedisSession.open(redis)
        .compose(
            opened -> {
              if (outcome.isDone()) {
                opened.close();
                return Future.failedFuture("connected too late");
              }
              session = opened;
              return Future.succeededFuture(opened);
            });
  }

  private void finish(List<Waiting> batch, Throwable failure) {
    if (failure == null) {
      entries.increment(batch.size());
    } else {
      failures.increment(batch.size());
      if (!(RedisSession.explained(failure) instanceof RedisRefusedException)) {
        giveUpSession();
      }
    }
    // The next batch goes out before the callers of this one are told.
    sendNext();
    if (failure == null) {
      batch.forEach(entry -> entry.done().complete(null));
    } else {
      ContractException away = away("Redis is away", RedisSession.explained(failure));
      batch.forEach(entry -> entry.done().completeExceptionally(away));
    }
  }

  private void giveUpSession() {
    RedisSession current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }

  private static ContractException away(String message, Throwable cause) {
    return ContractException.retryLater(ErrorCode.UNAVAILABLE, message, RETRY_AFTER, cause);
  }
}
