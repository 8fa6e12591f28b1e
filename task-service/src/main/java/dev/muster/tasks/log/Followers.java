package dev.muster.tasks.log;

import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.tasks.follow.News;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who follows output at this replica: woken by Redis whichever replica stored it, and all of them
 * whenever notices may have been missed. The subscription is made by the first who follows.
 */
@ApplicationScoped
class Followers {
  private final Map<UUID, Set<Follower>> byTask = new ConcurrentHashMap<>();
  private final Channels channels;
  private ChannelSubscription subscription;
  private boolean stopped;

  @Inject
  Followers(Channels channels) {
    this.channels = channels;
  }

  /** To be closed by the caller. */
  News join(LogQuery query) {
    Follower follower = new Follower(query.taskId(), query.phase(), this);
    listen();
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
          all.remove(follower);
          return all.isEmpty() ? null : all;
        });
  }

  synchronized boolean isHearing() {
    return subscription != null && subscription.isSubscribed();
  }

  synchronized void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  private synchronized void listen() {
    if (subscription == null && !stopped) {
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
