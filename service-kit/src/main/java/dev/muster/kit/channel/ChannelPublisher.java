package dev.muster.kit.channel;

import dev.muster.kit.redis.CommandPipeline;
import dev.muster.kit.redis.PipelineLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes messages, many per round trip, in the order of the calls. Best effort: the stage may be
 * ignored, as failures are counted ({@code muster.channel.publisher.failures}); it fails with
 * {@link dev.muster.error.ContractException} of {@code UNAVAILABLE} when too much waits (at once)
 * or when Redis didn't confirm. Success says nothing about listeners. Stages complete on an event
 * loop: what hangs on them must not block.
 */
@Singleton
public final class ChannelPublisher {
  private final CommandPipeline pipeline;

  @Inject
  public ChannelPublisher(Redis redis, ChannelConfig config, MeterRegistry registry) {
    pipeline =
        new CommandPipeline(
            redis,
            new PipelineLimits(config.queueMessages(), config.queueBytes(), config.timeout()),
            registry,
            "muster.channel.publisher");
  }

  public CompletionStage<Void> publish(String channel, String message) {
    return pipeline.submit(
        Request.cmd(Command.PUBLISH).arg(channel).arg(message),
        64 + channel.length() + message.length());
  }

  /** In order; the stage fails if any of them does. */
  public CompletionStage<Void> publishAll(Collection<ChannelMessage> messages) {
    return CompletableFuture.allOf(
        messages.stream()
            .map(one -> publish(one.channel(), one.message()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }
}
