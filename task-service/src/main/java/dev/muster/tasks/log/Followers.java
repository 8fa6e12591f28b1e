package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.tasks.config.TaskConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who follows output at this replica: bounded, and woken by Redis whichever replica stored it. The
 * notices are hints, so all are woken whenever some may have been missed; the subscription is made
 * by the first who follows.
 */
@ApplicationScoped
class Followers {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Map<UUID, Set<Follower>> byTask = new ConcurrentHashMap<>();
  private final Channels channels;
  private final TaskConfig config;
  private ChannelSubscription subscription;
  private int count;
  private volatile boolean stopped;

  @Inject
  Followers(Channels channels, TaskConfig config) {
    this.channels = channels;
    this.config = config;
  }

  /** To be closed by the caller. Throws 5003 when too many follow already. */
  Follower join(LogQuery query) {
    Follower follower = new Follower(query.taskId(), query.phase(), this);
    synchronized (this) {
      if (stopped || count >= config.maxFollowers()) {
        throw ContractException.retryLater(
            ErrorCode.UNAVAILABLE, "too many follow output here", RETRY_AFTER, null);
      }
      count++;
      listen();
    }
    byTask.compute(
        query.taskId(),
        (id, others) -> {
          Set<Follower> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(follower);
          return all;
        });
    return follower;
  }

  void left(Follower follower) {
    byTask.computeIfPresent(
        follower.taskId(),
        (id, all) -> {
          if (all.remove(follower)) {
            countOneLess();
          }
          return all.isEmpty() ? null : all;
        });
  }

  /** How long a follower may wait for news: not long while none can be heard. */
  synchronized Duration patience(Duration most) {
    boolean hearing = subscription != null && subscription.isSubscribed();
    return hearing || most.compareTo(LOOK_AGAIN) < 0 ? most : LOOK_AGAIN;
  }

  /** Whether this replica is about to end. */
  boolean stopped() {
    return stopped;
  }

  /** Open streams count as requests under way, and the end waits for those. */
  void leave(@Observes ShutdownDelayInitiatedEvent event) {
    stopped = true;
    wakeAll();
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    synchronized (this) {
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  private synchronized void countOneLess() {
    count--;
  }

  private void listen() {
    if (subscription == null) {
      subscription =
          channels
              .subscription("logs")
              .patterns(RedisNames.ALL_TASK_LOGS)
              .handler((channel, message) -> hear(message))
              .onSubscribed(this::wakeAll)
              .start();
    }
  }

  private void hear(String message) {
    if (byTask.isEmpty()) {
      return;
    }
    LogNotice notice = LogNotice.parse(message);
    for (Follower follower : byTask.getOrDefault(notice.taskId(), Set.of())) {
      if (notice.phase() == null || notice.phase().equals(follower.phase())) {
        follower.wake();
      }
    }
  }

  private void wakeAll() {
    byTask.values().forEach(all -> all.forEach(Follower::wake));
  }
}
