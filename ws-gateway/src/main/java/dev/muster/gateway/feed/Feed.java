package dev.muster.gateway.feed;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.kit.stream.Streams;
import dev.muster.kit.thread.Apart;
import io.quarkus.runtime.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What happens to tasks, on its way to those who may see it. Read only while there is somebody to
 * tell, and for a little longer, as clients reconnect. While Redis is away nothing comes;
 * afterwards it goes on where it was.
 */
@Singleton
public class Feed {
  private static final long LINGER_MS = Duration.ofSeconds(5).toMillis();

  private final FeedAudience audience;
  private final Streams streams;
  private final GatewayConfig config;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final FeedHistory nothing = new FeedHistory(1, 0);
  private FeedTail tail;
  private long wantedUntil;

  @Inject
  Feed(
      FeedAudience audience,
      Streams streams,
      GatewayConfig config,
      GatewayMetrics metrics,
      Clock clock) {
    this.audience = audience;
    this.streams = streams;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    metrics.gauge("muster.gateway.feed.history", this, Feed::remembered);
  }

  /** Completes, on any thread, when the last events are known; not while Redis is away. */
  public synchronized CompletableFuture<Void> wanted() {
    wantedUntil = clock.millis() + LINGER_MS;
    if (tail == null) {
      tail = new FeedTail(streams, audience, config.feed(), metrics, clock);
    }
    return tail.ready();
  }

  /** Whether the last events are known now. */
  public synchronized boolean isReady() {
    return tail != null && tail.ready().isDone();
  }

  /** Of the reading that is {@link #wanted}. */
  public synchronized FeedHistory history() {
    return tail == null ? nothing : tail.history();
  }

  public synchronized void sweep() {
    long now = clock.millis();
    if (!audience.isEmpty()) {
      wantedUntil = now + LINGER_MS;
    } else if (tail != null && now > wantedUntil) {
      Apart.run(tail::close);
      tail = null;
    }
  }

  @Shutdown
  synchronized void stop() {
    if (tail != null) {
      tail.close();
      tail = null;
    }
  }

  private synchronized int remembered() {
    return tail == null ? 0 : tail.history().size();
  }
}
