package dev.muster.kit.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/**
 * Gives every client of Redis room for sessions, which hold their connection as long as they live.
 * RESP3 because in RESP2 a message that arrives while an answer is owed is taken for the answer.
 */
@Singleton
final class SessionRoom implements RedisOptionsCustomizer {
  private static final int CONNECTIONS = 64;
  private static final int WAITING = 512;

  @Override
  public void customize(String clientName, RedisOptions options) {
    options.setPreferredProtocolVersion(ProtocolVersion.RESP3);
    options.setMaxPoolSize(Math.max(options.getMaxPoolSize(), CONNECTIONS));
    options.setMaxPoolWaiting(Math.max(options.getMaxPoolWaiting(), WAITING));
  }
}
