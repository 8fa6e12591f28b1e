package dev.muster.tasks.watch;

import dev.muster.id.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The watches of those who follow output at this replica: one for each task and phase, however many
 * they are. Never waits for Redis.
 */
@ApplicationScoped
public class OwnWatches {
  private static final Logger LOG = Logger.getLogger(OwnWatches.class);
  private static final Duration RENEW = Watches.LONGEST.dividedBy(3);

  private final Map<Followed, Integer> followers = new ConcurrentHashMap<>();
  private final Watches watches;
  private final String replica = "task-service-" + Ids.next();
  private long renewedAt = System.nanoTime();

  private record Followed(UUID taskId, String phase) {}

  @Inject
  OwnWatches(Watches watches) {
    this.watches = watches;
  }

  /** Until {@link #release}. */
  public void keep(UUID taskId, String phase) {
    if (followers.merge(new Followed(taskId, phase), 1, Integer::sum) == 1) {
      apart(() -> watches.watch(taskId, phase, watcher(phase), Watches.LONGEST));
    }
  }

  public void release(UUID taskId, String phase) {
    if (followers.merge(new Followed(taskId, phase), -1, OwnWatches::sumOrNothing) == null) {
      apart(() -> watches.unwatch(taskId, watcher(phase)));
    }
  }

  /** For one who asks again before that time is over, or doesn't. */
  public void watchFor(UUID taskId, String phase, Duration life) {
    apart(() -> watches.watch(taskId, phase, "poll/" + watcher(phase), life));
  }

  /** To be called often. */
  void renew() {
    if (System.nanoTime() - renewedAt < RENEW.toNanos()) {
      return;
    }
    renewedAt = System.nanoTime();
    followers
        .keySet()
        .forEach(
            each ->
                watches.watch(each.taskId(), each.phase(), watcher(each.phase()), Watches.LONGEST));
  }

  private String watcher(String phase) {
    return replica + "/" + phase;
  }

  private static Integer sumOrNothing(Integer one, Integer other) {
    return one + other == 0 ? null : one + other;
  }

  private static void apart(Runnable step) {
    Thread.ofVirtual()
        .name("watch")
        .start(
            () -> {
              try {
                step.run();
              } catch (RuntimeException e) {
                LOG.debugf("output is not watched until the next renewal: %s", e.getMessage());
              }
            });
  }
}
