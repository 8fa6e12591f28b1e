package dev.muster.kit.stream;

import dev.muster.kit.redis.CommandPipeline;
import dev.muster.kit.redis.PipelineLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes entries, many per round trip, in the order of the calls. The stage fails with {@link
 * dev.muster.error.ContractException} of {@code UNAVAILABLE} when too much waits (at once) or when
 * Redis didn't confirm the entry; it may be in the stream all the same. Stages complete on an event
 * loop: what hangs on them must not block.
 */
@Singleton
public final class StreamPublisher {
  private final CommandPipeline pipeline;
  private final long maxLength;

  @Inject
  public StreamPublisher(Redis redis, StreamConfig config, MeterRegistry registry) {
    this.pipeline =
        new CommandPipeline(
            redis,
            new PipelineLimits(config.queueEntries(), config.queueBytes(), config.timeout()),
            registry,
            "muster.stream.publisher");
    this.maxLength = config.maxLength();
  }

  /** Whether Redis has confirmed, or failed to confirm, every entry so far. */
  public boolean isIdle() {
    return pipeline.isIdle();
  }

  /** Adds an entry; the stream is cut to about its bound. */
  public CompletionStage<Void> add(String stream, Map<String, String> fields) {
    Request request =
        Request.cmd(Command.XADD).arg(stream).arg("MAXLEN").arg("~").arg(maxLength).arg("*");
    int bytes = 64;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      request.arg(field.getKey()).arg(field.getValue());
      bytes += 16 + field.getKey().length() + field.getValue().length();
    }
    return pipeline.submit(request, bytes);
  }

  /** As {@link #add(String, Map)}; the whole stream is gone when nothing is added for that long. */
  public CompletionStage<Void> add(String stream, Map<String, String> fields, Duration keep) {
    CompletableFuture<Void> added = add(stream, fields).toCompletableFuture();
    CompletableFuture<Void> kept =
        pipeline
            .submit(Request.cmd(Command.PEXPIRE).arg(stream).arg(keep.toMillis()), 64)
            .toCompletableFuture();
    return CompletableFuture.allOf(added, kept);
  }
}
