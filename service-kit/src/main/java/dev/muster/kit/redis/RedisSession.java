package dev.muster.kit.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A connection of one's own that {@link #close} really closes. A pooled connection goes back to the
 * pool even while an answer is owed on it; one that has been used for subscriptions doesn't, so
 * each session begins by unsubscribing from nothing.
 */
public final class RedisSession implements AutoCloseable {
  private final RedisConnection connection;
  private volatile boolean open = true;
  private volatile Consumer<Response> onPush = push -> {};
  private volatile Runnable onEnd = () -> {};

  private RedisSession(RedisConnection connection) {
    this.connection = connection;
  }

  /** Connects without blocking. */
  public static Future<RedisSession> open(Redis redis) {
    return redis.connect().compose(RedisSession::claimed);
  }

  /** Connects; {@link RedisLostException} when that fails or takes longer. */
  public static RedisSession open(Redis redis, Duration within) {
    Future<RedisSession> opening = open(redis);
    try {
      return await(opening, within);
    } catch (RedisLostException | RedisRefusedException e) {
      opening.onSuccess(RedisSession::close);
      throw e;
    }
  }

  private static Future<RedisSession> claimed(RedisConnection connection) {
    RedisSession session = new RedisSession(connection);
    Promise<RedisSession> claimed = Promise.promise();
    session.onPush = push -> claimed.tryComplete(session);
    connection.handler(push -> session.onPush.accept(push));
    connection.exceptionHandler(failure -> session.ended(claimed));
    connection.endHandler(end -> session.ended(claimed));
    connection.send(Request.cmd(Command.UNSUBSCRIBE)).onFailure(claimed::tryFail);
    return claimed.future();
  }

  private void ended(Promise<RedisSession> claimed) {
    open = false;
    claimed.tryFail("connection closed");
    onEnd.run();
  }

  public boolean isOpen() {
    return open;
  }

  /** Called on an event loop for what Redis sends unasked: subscriptions and messages. */
  public void onPush(Consumer<Response> handler) {
    onPush = handler;
  }

  /** Called on an event loop when the connection is gone; at once if it already is. */
  public void onEnd(Runnable handler) {
    onEnd = handler;
    if (!open) {
      handler.run();
    }
  }

  public Future<Response> send(Request request) {
    return connection.send(request);
  }

  /** One round trip for all; it fails as a whole if any of them does. At most 2000 requests. */
  public Future<List<Response>> batch(List<Request> requests) {
    return connection.batch(requests);
  }

  /**
   * Waits for the answer, which may be null. Throws {@link RedisRefusedException} for an error
   * answer; {@link RedisLostException} for anything else, after which the session is closed.
   */
  public Response call(Request request, Duration within) {
    return orClose(connection.send(request), within);
  }

  /** As {@link #batch}, waiting; errors as in {@link #call}. */
  public List<Response> callAll(List<Request> requests, Duration within) {
    return orClose(connection.batch(requests), within);
  }

  private <T> T orClose(Future<T> answer, Duration within) {
    try {
      return await(answer, within);
    } catch (RedisLostException e) {
      close();
      throw e;
    }
  }

  private static <T> T await(Future<T> answer, Duration within) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw explained(e.getCause());
    } catch (TimeoutException e) {
      throw new RedisLostException("no answer from Redis within " + within, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisLostException("interrupted while waiting for Redis", e);
    }
  }

  /** What a failure of {@link #send} or {@link #batch} means. */
  public static RuntimeException explained(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ErrorType error && !error.getMessage().contains("CONNECTION_CLOSED")) {
      return new RedisRefusedException(error.getMessage(), error);
    }
    return new RedisLostException("Redis is away: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    open = false;
    Future<Void> unused = connection.close();
  }
}
