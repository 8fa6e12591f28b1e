package dev.muster.tasks.feed;

import dev.muster.event.FeedEntry;
import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.kit.stream.StreamTail;
import dev.muster.kit.stream.Streams;
import dev.muster.kit.thread.Apart;
import dev.muster.tasks.follow.Bell;
import dev.muster.tasks.follow.News;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * News of tasks' events, whichever replica published them. Reads the feed while somebody waits, and
 * a little longer.
 */
@ApplicationScoped
public class FeedWatch {
  private static final Logger LOG = Logger.getLogger(FeedWatch.class);
  private static final Duration LINGER = Duration.ofSeconds(30);

  /** Longer than a blocking read. */
  private static final Duration HEARING = Duration.ofSeconds(5);

  private final Map<UUID, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final Streams streams;
  private volatile String epoch;
  private volatile StreamTail tail;
  private int watching;
  private long lastEnd;

  @Inject
  FeedWatch(Streams streams) {
    this.streams = streams;
  }

  private final class Watch implements News {
    private final UUID taskId;
    private final Predicate<TaskEvent> wanted;
    private final Bell news = new Bell();

    private Watch(UUID taskId, Predicate<TaskEvent> wanted) {
      this.taskId = taskId;
      this.wanted = wanted;
    }

    @Override
    public boolean await(Duration atMost) {
      return news.await(atMost);
    }

    @Override
    public boolean isHearing() {
      StreamTail current = tail;
      return current != null && current.lastContact().isAfter(Instant.now().minus(HEARING));
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          taskId,
          (id, set) -> {
            set.remove(this);
            return set.isEmpty() ? null : set;
          });
      ended();
    }
  }

  /** Closed by the caller. */
  public News watch(UUID taskId, Predicate<TaskEvent> wanted) {
    Watch watch = new Watch(taskId, wanted);
    watches.compute(
        taskId,
        (id, set) -> {
          Set<Watch> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(watch);
          return all;
        });
    begun();
    return watch;
  }

  void stop(@Observes ShutdownEvent event) {
    StreamTail current;
    synchronized (this) {
      current = tail;
      tail = null;
      // Nobody starts another.
      watching = Integer.MAX_VALUE / 2;
    }
    if (current != null) {
      current.close();
    }
  }

  private synchronized void begun() {
    watching++;
    if (watching == 1 && tail == null) {
      tail = streams.tail(RedisNames.TASK_EVENTS).last(0).handler(this::hear).start();
    }
  }

  private synchronized void ended() {
    watching--;
    if (watching == 0) {
      lastEnd = System.nanoTime();
      CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS, Apart::run)
          .execute(this::stopListening);
    }
  }

  private void stopListening() {
    StreamTail idle;
    synchronized (this) {
      if (watching > 0 || System.nanoTime() - lastEnd < LINGER.toNanos()) {
        return;
      }
      idle = tail;
      tail = null;
    }
    if (idle != null) {
      idle.close();
    }
  }

  private void hear(List<StreamEntry> entries) {
    if (watches.isEmpty()) {
      return;
    }
    for (StreamEntry entry : entries) {
      try {
        hear(FeedEntry.of(entry.id(), entry.fields()));
      } catch (IllegalArgumentException e) {
        LOG.warnf("entry %s of the feed can't be read: %s", entry.id(), e.getMessage());
      }
    }
  }

  private void hear(FeedEntry entry) {
    if (!entry.epoch().equals(epoch)) {
      epoch = entry.epoch();
      watches.values().forEach(set -> set.forEach(watch -> watch.news.ring()));
    }
    Set<Watch> ofTask = watches.get(entry.event().taskId());
    if (ofTask != null) {
      for (Watch watch : ofTask) {
        if (watch.wanted.test(entry.event())) {
          watch.news.ring();
        }
      }
    }
  }
}
