package dev.muster.kit.limit;

import dev.muster.kit.redis.RedisSession;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The buckets that all replicas share, in Redis, over one connection. After a failure Redis is left
 * alone for a while, and then asked by one request at a time until it answers: the others don't
 * wait for it. The gauge {@code muster.limits.shared} is 1 while it answers, else 0.
 */
final class SharedBuckets implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SharedBuckets.class);

  /**
   * @param tokens that were taken, as many as wanted unless there were fewer
   * @param left in the bucket
   */
  record Taken(long tokens, long left, Duration untilNext) {}

  private final Redis redis;
  private final Duration patience;
  private final Duration retry;
  private final LongSupplier nanos;
  private final AtomicLong askAgainAt = new AtomicLong();
  private volatile boolean away;
  private Future<RedisSession> session;

  SharedBuckets(Redis redis, LimitsConfig config, MeterRegistry registry, LongSupplier nanos) {
    this.redis = redis;
    this.patience = config.patience();
    this.retry = config.retry();
    this.nanos = nanos;
    Gauge.builder("muster.limits.shared", this, each -> each.away ? 0 : 1).register(registry);
  }

  /** Blocks for at most the patience; empty when Redis can't say. */
  Optional<Taken> take(String bucket, Quota quota, long wanted) {
    if (away && !isMyTurnToAsk()) {
      return Optional.empty();
    }
    Future<RedisSession> used = session();
    Future<Taken> answer = used.compose(open -> TakeTokens.send(open, bucket, quota, wanted));
    try {
      Taken taken =
          answer
              .toCompletionStage()
              .toCompletableFuture()
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      cameBack();
      return Optional.of(taken);
    } catch (ExecutionException e) {
      wentAway(used, RedisSession.explained(e.getCause()).getMessage());
    } catch (TimeoutException e) {
      wentAway(used, "no answer from Redis within " + patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private boolean isMyTurnToAsk() {
    long now = nanos.getAsLong();
    long at = askAgainAt.get();
    return now - at >= 0 && askAgainAt.compareAndSet(at, now + retry.toNanos());
  }

  private void cameBack() {
    if (away) {
      away = false;
      LOG.info("rate limits are shared again");
    }
  }

  private void wentAway(Future<RedisSession> used, String why) {
    askAgainAt.set(nanos.getAsLong() + retry.toNanos());
    if (!away) {
      away = true;
      LOG.warnf("each replica limits by itself until Redis answers: %s", why);
    }
    giveUp(used);
  }

  private synchronized Future<RedisSession> session() {
    boolean usable = session != null && (!session.isComplete() || isOpen(session));
    if (!usable) {
      session = RedisSession.open(redis);
    }
    return session;
  }

  private static boolean isOpen(Future<RedisSession> opened) {
    return opened.succeeded() && opened.result().isOpen();
  }

  private synchronized void giveUp(Future<RedisSession> used) {
    if (used.equals(session)) {
      session = null;
    }
    var unused = used.onSuccess(RedisSession::close);
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      giveUp(session);
    }
  }
}
