package dev.muster.kit.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Redis;
import java.util.function.Function;

/**
 * What a reader of one stream has to know before it starts.
 *
 * @param <R> the reader
 */
public final class StreamReading<R> {
  final Redis redis;
  final StreamConfig config;
  final MeterRegistry registry;
  final String stream;
  int batch = 500;
  int last = -1;
  Runnable onCaughtUp = () -> {};
  Runnable onGap = () -> {};
  StreamHandler handler;

  private final Function<StreamReading<R>, R> start;

  StreamReading(
      Redis redis,
      StreamConfig config,
      MeterRegistry registry,
      String stream,
      Function<StreamReading<R>, R> start) {
    this.redis = redis;
    this.config = config;
    this.registry = registry;
    this.stream = stream;
    this.start = start;
  }

  /** At most so many entries per call of the handler; 500 unless said. */
  public StreamReading<R> batch(int entries) {
    batch = entries;
    return this;
  }

  /**
   * For a tail: begins with the last so many entries instead of all; 0: only what comes from now
   * on.
   */
  public StreamReading<R> last(int entries) {
    last = entries;
    return this;
  }

  /** For a tail: called once, when the handler has seen what was there at the start. */
  public StreamReading<R> onCaughtUp(Runnable callback) {
    onCaughtUp = callback;
    return this;
  }

  /**
   * For a tail: called before entries that may not follow the ones before them, as the stream was
   * cut while Redis couldn't be reached.
   */
  public StreamReading<R> onGap(Runnable callback) {
    onGap = callback;
    return this;
  }

  public StreamReading<R> handler(StreamHandler handler) {
    this.handler = handler;
    return this;
  }

  public R start() {
    return start.apply(this);
  }
}
