package dev.muster.kit.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Readers of streams. Whoever starts one stops it. */
@Singleton
public final class Streams {
  private final Redis redis;
  private final StreamConfig config;
  private final MeterRegistry registry;

  @Inject
  public Streams(
      @RedisClientName("consumers") Redis redis, StreamConfig config, MeterRegistry registry) {
    this.redis = redis;
    this.config = config;
    this.registry = registry;
  }

  /** A member of a group, which shares the entries among its members. */
  public StreamConsumer.Builder consumer(String stream, String group) {
    return new StreamConsumer.Builder(redis, config, registry, stream, group);
  }

  /** A reader of its own, which sees every entry. */
  public StreamTail.Builder tail(String stream) {
    return new StreamTail.Builder(redis, config, registry, stream);
  }
}
