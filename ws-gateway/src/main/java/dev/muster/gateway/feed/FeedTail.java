package dev.muster.gateway.feed;

import dev.muster.event.FeedEntry;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.kit.stream.StreamTail;
import dev.muster.kit.stream.Streams;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** One uninterrupted reading of the feed, from its last entries on. */
final class FeedTail implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FeedTail.class);

  private final FeedHistory history;
  private final FeedAudience audience;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final StreamTail tail;
  private boolean gap;

  FeedTail(
      Streams streams,
      FeedAudience audience,
      GatewayConfig.FeedLimits limits,
      GatewayMetrics metrics,
      Clock clock) {
    this.history = new FeedHistory(limits.events(), limits.characters());
    this.audience = audience;
    this.metrics = metrics;
    this.clock = clock;
    this.tail =
        streams
            .tail(RedisNames.TASK_EVENTS)
            .last(limits.events())
            .handler(this::take)
            .onGap(() -> gap = true)
            .onCaughtUp(() -> ready.complete(null))
            .start();
  }

  FeedHistory history() {
    return history;
  }

  /** Completes on the feed's thread. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  @Override
  public void close() {
    tail.close();
  }

  private void take(List<StreamEntry> entries) {
    List<FeedEvent> taken = new ArrayList<>();
    for (StreamEntry entry : entries) {
      FeedEvent event;
      try {
        event = FeedEvent.of(FeedEntry.of(entry.id(), entry.fields()), clock.millis());
      } catch (IllegalArgumentException e) {
        metrics.dropped("bad_event");
        LOG.warnf("the feed's entry %s can't be read: %s", entry.id(), e.getMessage());
        continue;
      }
      if (gap || !follows(event.position())) {
        tell(taken);
        taken = new ArrayList<>();
        restart(new Position(event.position().epoch(), event.position().offset() - 1));
      }
      if (history.add(event)) {
        taken.add(event);
      }
    }
    tell(taken);
    history.settle();
  }

  /**
   * Within an epoch offsets rise by one: what was trimmed before it was read is seen to be gone.
   */
  private boolean follows(Position next) {
    Position last = history.last();
    return next.epoch().equals(last.epoch()) && next.offset() <= last.offset() + 1;
  }

  private void restart(Position start) {
    gap = false;
    history.restart(start);
    if (ready.isDone()) {
      LOG.infof("events may be missing before %s of the feed", start);
      audience.restarted(start);
    }
  }

  /** What was there at the start is read from the history. */
  private void tell(List<FeedEvent> events) {
    if (ready.isDone() && !events.isEmpty()) {
      audience.events(events);
    }
  }
}
