package dev.muster.gateway.fleet;

import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Questions to Redis that somebody waits for, over one connection. Blocks: for virtual threads.
 * Throws {@link dev.muster.kit.redis.RedisLostException} when Redis is away.
 */
@Singleton
public class RedisCalls {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private final Redis redis;
  private RedisSession current;

  @Inject
  public RedisCalls(Redis redis) {
    this.redis = redis;
  }

  /** The answer may be null. */
  public Response call(Request request) {
    return session().call(request, WITHIN);
  }

  public List<Response> callAll(List<Request> requests) {
    return requests.isEmpty() ? List.of() : session().callAll(requests, WITHIN);
  }

  @PreDestroy
  synchronized void close() {
    if (current != null) {
      current.close();
    }
  }

  private synchronized RedisSession session() {
    if (current == null || !current.isOpen()) {
      current = RedisSession.open(redis, WITHIN);
    }
    return current;
  }
}
