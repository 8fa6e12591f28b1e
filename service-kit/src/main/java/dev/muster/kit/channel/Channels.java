package dev.muster.kit.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Subscriptions to channels. Whoever starts one stops it. */
@Singleton
public final class Channels {
  private final Redis redis;
  private final ChannelConfig config;
  private final MeterRegistry registry;

  @Inject
  public Channels(
      @RedisClientName("consumers") Redis redis, ChannelConfig config, MeterRegistry registry) {
    this.redis = redis;
    this.config = config;
    this.registry = registry;
  }

  /**
   * A subscription that is still to be told what to listen to.
   *
   * @param name of the subscription in metrics and logs
   */
  public ChannelSubscription.Builder subscription(String name) {
    return new ChannelSubscription.Builder(redis, config, registry, name);
  }
}
