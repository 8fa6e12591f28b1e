package dev.muster.gateway.upstream;

import dev.muster.event.RedisNames;
import dev.muster.event.UpstreamEntry;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.kit.stream.StreamPublisher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reports that nobody would repeat, such as the end of a session: tried again until Redis takes
 * them, bounded. Beyond the bound the newest is dropped; task-service then waits for the heartbeat
 * timeout instead.
 */
@Singleton
public final class Farewells {
  private static final int MOST = 40_000;

  private final StreamPublisher publisher;
  private final GatewayMetrics metrics;
  private final Queue<UpstreamEntry> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  @Inject
  public Farewells(StreamPublisher publisher, GatewayMetrics metrics) {
    this.publisher = publisher;
    this.metrics = metrics;
  }

  public void add(UpstreamEntry entry) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      metrics.dropped("farewell");
      return;
    }
    publish(entry);
  }

  /** Tries those again that failed. */
  public void retry() {
    for (int i = failed.size(); i > 0; i--) {
      UpstreamEntry entry = failed.poll();
      if (entry == null) {
        return;
      }
      publish(entry);
    }
  }

  /** Those that Redis hasn't confirmed. */
  public int open() {
    return open.get();
  }

  private void publish(UpstreamEntry entry) {
    var unused =
        publisher
            .add(RedisNames.AGENT_STATUS, entry.fields())
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    open.decrementAndGet();
                  } else {
                    failed.add(entry);
                  }
                });
  }
}
