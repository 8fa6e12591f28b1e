package dev.muster.gateway.upstream;

import dev.muster.event.RedisNames;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.kit.stream.StreamPublisher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reports that nobody else would repeat. They are tried until Redis takes them, and the end of a
 * session is told twice more later: Redis may be emptied before anybody has read the first, and
 * hearing it again is harmless. Bounded; beyond the bound the newest is dropped, and task-service
 * waits for the next dispatch to that session, or for the end of the run, instead.
 */
@Singleton
public final class Farewells {
  private static final int MOST = 40_000;
  private static final int TELLINGS = 3;
  private static final long TELL_AGAIN_MS = Duration.ofSeconds(10).toMillis();

  private final StreamPublisher publisher;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final Queue<Farewell> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicInteger unconfirmed = new AtomicInteger();

  /** Something to tell from a moment on, so many times more, the first of them or a later one. */
  private record Farewell(UpstreamEntry entry, int tellings, boolean confirmed, long due) {
    Farewell told(long next) {
      return new Farewell(entry, tellings - 1, true, next);
    }
  }

  @Inject
  public Farewells(StreamPublisher publisher, GatewayMetrics metrics, Clock clock) {
    this.publisher = publisher;
    this.metrics = metrics;
    this.clock = clock;
  }

  public void add(UpstreamEntry entry) {
    if (kept.incrementAndGet() > MOST) {
      kept.decrementAndGet();
      metrics.dropped("farewell");
      return;
    }
    unconfirmed.incrementAndGet();
    int tellings = entry.kind().equals(StatusKinds.DISCONNECTED) ? TELLINGS : 1;
    publish(new Farewell(entry, tellings, false, 0));
  }

  /** Tells those that are due. */
  public void retry() {
    long now = clock.millis();
    for (int i = waiting.size(); i > 0; i--) {
      Farewell farewell = waiting.poll();
      if (farewell == null) {
        return;
      }
      if (farewell.due() <= now) {
        publish(farewell);
      } else {
        waiting.add(farewell);
      }
    }
  }

  /** Those that Redis has never confirmed. */
  public int open() {
    return unconfirmed.get();
  }

  private void publish(Farewell farewell) {
    var unused =
        publisher
            .add(RedisNames.AGENT_STATUS, farewell.entry().fields())
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    told(farewell);
                  } else {
                    waiting.add(farewell);
                  }
                });
  }

  private void told(Farewell farewell) {
    if (!farewell.confirmed()) {
      unconfirmed.decrementAndGet();
    }
    Farewell next = farewell.told(clock.millis() + TELL_AGAIN_MS);
    if (next.tellings() > 0) {
      waiting.add(next);
    } else {
      kept.decrementAndGet();
    }
  }
}
