package dev.muster.kit.redis;

import dev.muster.test.TestRedis;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;

/** Clients of this JVM's Redis as a service has them, and plain commands for tests. */
public final class RedisClients {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Redis CLIENT = create();

  private RedisClients() {}

  public static Redis client() {
    return CLIENT;
  }

  private static Redis create() {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(TestRedis.url())
            .setPassword(TestRedis.password())
            .setPreferredProtocolVersion(ProtocolVersion.RESP3)
            .setMaxPoolSize(64)
            .setMaxPoolWaiting(512);
    return Redis.createClient(VERTX, options);
  }

  /** One command over a connection of its own. */
  public static Response command(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    try (RedisSession session = RedisSession.open(CLIENT, PATIENCE)) {
      return session.call(request, PATIENCE);
    }
  }

  /** A feature's configuration with its defaults, but for these. */
  public static <T> T config(Class<T> type, Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(type)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(type);
  }
}
