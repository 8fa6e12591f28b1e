package dev.muster.tasks.feed;

import dev.muster.event.TaskEvent;
import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.RedisSession;
import dev.muster.kit.redis.StopSignal;
import dev.muster.tasks.config.OwnThread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Publishes what was committed, in the order in which it is told to, many events per call. Those
 * that wait while Redis is away go out when it is back. Those that didn't fit or whose call failed
 * are missing in the feed, though not in PostgreSQL: the next ones begin another epoch. So do the
 * first ones, as nobody knows what a process that died had still to publish; and the first ones on
 * a new connection, as a Redis that failed may come back with less than it had.
 */
@ApplicationScoped
public class EventFeed {
  private static final Logger LOG = Logger.getLogger(EventFeed.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Events, and characters of them; more are left to whoever reads PostgreSQL. */
  private static final int MOST_WAITING = 20_000;

  private static final long MOST_CHARACTERS = 32L << 20;

  private final Redis redis;
  private final PublishEvents script;
  private final FeedQueue queue;
  private final Counter published;
  private final Counter lost;
  private final Counter epochs;
  private final StopSignal stop = new StopSignal();
  private RedisSession session;
  private boolean missing = true;
  private Thread thread;

  @Inject
  EventFeed(Redis redis, FeedConfig config, MeterRegistry registry) {
    this.redis = redis;
    this.script = new PublishEvents(config.maxLength(), TIMEOUT);
    this.queue = new FeedQueue(MOST_WAITING, MOST_CHARACTERS);
    this.published = registry.counter("muster.feed.published");
    this.lost = registry.counter("muster.feed.lost");
    this.epochs = registry.counter("muster.feed.epochs");
    Gauge.builder("muster.feed.queue", queue, FeedQueue::size).register(registry);
  }

  /** Doesn't wait. */
  public void publish(List<TaskEvent> events) {
    for (TaskEvent event : events) {
      if (!queue.offer(event.toJson())) {
        lost.increment();
      }
    }
  }

  /** There may be events that nobody can publish. */
  public void missed() {
    queue.missed();
  }

  void start(@Observes StartupEvent event) {
    thread = OwnThread.start("feed", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stop.give();
    queue.end();
    thread.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      FeedQueue.Batch batch = queue.take();
      while (batch != null && connect()) {
        publish(batch);
        batch = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (session != null) {
        session.close();
      }
    }
  }

  /** Until Redis is there; false when it isn't and this is to end. */
  private boolean connect() {
    Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
    boolean away = false;
    while (session == null || !session.isOpen()) {
      try {
        session = RedisSession.open(redis, TIMEOUT);
        missing = true;
      } catch (RuntimeException e) {
        if (!away) {
          LOG.warnf("events wait: %s", e.getMessage());
          away = true;
        }
        if (stop.pause(backoff.next())) {
          return false;
        }
      }
    }
    return true;
  }

  private void publish(FeedQueue.Batch batch) {
    try {
      if (script.run(session, missing || batch.afterMissing(), batch.events())) {
        epochs.increment();
      }
      published.increment(batch.events().size());
      missing = false;
    } catch (RuntimeException e) {
      LOG.warnf("%d events are missing in the feed: %s", batch.events().size(), e.getMessage());
      lost.increment(batch.events().size());
      missing = true;
      session.close();
    }
  }
}
