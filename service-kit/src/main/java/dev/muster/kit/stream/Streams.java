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
  public StreamReading<StreamConsumer> consumer(String stream, String group) {
    return new StreamReading<>(
        redis, config, registry, stream, reading -> StreamConsumer.start(reading, group));
  }

  /** A reader of its own, which sees every entry. */
  public StreamReading<StreamTail> tail(String stream) {
    return new StreamReading<>(redis, config, registry, stream, StreamTail::start);
  }
}
