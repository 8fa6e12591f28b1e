package dev.muster.gateway.output;

import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.socket.CallLimit;
import dev.muster.internal.LogWatch;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.thread.Apart;
import io.quarkus.runtime.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Whose output is followed on this gateway: their followers are woken when there is more, and
 * task-service is told, so that the agent sends it at once. One watch per task, however many
 * follow.
 */
@Singleton
public class LogWatches {
  private static final Logger LOG = Logger.getLogger(LogWatches.class);
  private static final long RETRY_MS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Channels channels;
  private final InternalClient client;
  private final Clock clock;
  private final CallLimit limit;
  private final String watcher;
  private final Duration every;
  private final Duration life;
  private final Map<UUID, WatchedTask> watched = new HashMap<>();
  private ChannelSubscription notices;

  @Inject
  LogWatches(
      Channels channels,
      InternalClient client,
      GatewayConfig config,
      GatewayMetrics metrics,
      GatewayId id,
      Clock clock) {
    this.channels = channels;
    this.client = client;
    this.clock = clock;
    this.limit = new CallLimit(config.concurrentCalls(), PATIENCE);
    this.watcher = id.toString();
    this.every = config.output().watchInterval();
    this.life = every.multipliedBy(3);
    metrics.gauge("muster.gateway.output.watched", this, LogWatches::size);
  }

  /**
   * Returns what ends it.
   *
   * @param wake there may be more output: called on any thread, must not block
   */
  public synchronized Runnable follow(UUID taskId, String phase, Runnable wake) {
    WatchedTask task = watched.computeIfAbsent(taskId, id -> new WatchedTask());
    WatchedTask.Follower follower = new WatchedTask.Follower(wake);
    if (task.followers.isEmpty()) {
      notices().add(RedisNames.taskLogs(taskId));
      task.dueAt = clock.millis();
    }
    task.phase = phase;
    task.followers.add(follower);
    // Output may have come before anybody listened.
    wake.run();
    call(taskId, task);
    return () -> leave(taskId, task, follower);
  }

  /** The task runs from now on: whoever runs it has to be told that it is watched. */
  public synchronized void running(UUID taskId) {
    WatchedTask task = watched.get(taskId);
    if (task != null) {
      task.dueAt = clock.millis();
      call(taskId, task);
    }
  }

  public synchronized void sweep() {
    Map.copyOf(watched).forEach(this::call);
  }

  @Shutdown
  void stop() {
    ChannelSubscription last;
    synchronized (this) {
      last = notices;
    }
    if (last != null) {
      last.close();
    }
  }

  private synchronized int size() {
    return watched.size();
  }

  private synchronized void leave(UUID taskId, WatchedTask task, WatchedTask.Follower follower) {
    if (task.followers.remove(follower) && task.followers.isEmpty()) {
      notices().remove(RedisNames.taskLogs(taskId));
      call(taskId, task);
    }
  }

  private void call(UUID taskId, WatchedTask task) {
    if (task.calling) {
      return;
    }
    if (task.followers.isEmpty()) {
      task.calling = true;
      Apart.run(() -> end(taskId, task));
    } else if (clock.millis() >= task.dueAt) {
      task.calling = true;
      task.dueAt = clock.millis() + every.toMillis();
      LogWatch watch = new LogWatch(task.phase, life.toMillis());
      Apart.run(() -> renew(taskId, task, watch));
    }
  }

  private void renew(UUID taskId, WatchedTask task, LogWatch watch) {
    boolean done = tried(taskId, () -> client.put(Peer.TASK, path(taskId), watch, Void.class));
    synchronized (this) {
      task.calling = false;
      if (!done) {
        task.dueAt = Math.min(task.dueAt, clock.millis() + RETRY_MS);
      }
      call(taskId, task);
    }
  }

  /** A watch that couldn't be ended ends by itself. */
  private void end(UUID taskId, WatchedTask task) {
    boolean unused = tried(taskId, () -> client.delete(Peer.TASK, path(taskId), Void.class));
    synchronized (this) {
      task.calling = false;
      if (task.followers.isEmpty()) {
        watched.remove(taskId, task);
      } else {
        call(taskId, task);
      }
    }
  }

  @FunctionalInterface
  private interface Request {
    Void send();
  }

  private boolean tried(UUID taskId, Request request) {
    try {
      Void unused = limit.call(request::send);
      return true;
    } catch (RuntimeException e) {
      LOG.debugf("the watch of task %s: %s", taskId, e.getMessage());
      return false;
    }
  }

  private String path(UUID taskId) {
    return "/internal/tasks/" + taskId + "/log-watches/" + watcher;
  }

  private ChannelSubscription notices() {
    if (notices == null) {
      notices =
          channels
              .subscription("task output")
              .handler((channel, message) -> wake(LogNotice.parse(message).taskId()))
              .onSubscribed(this::wakeAll)
              .onAdded(this::wakeAt)
              .start();
    }
    return notices;
  }

  private void wake(UUID taskId) {
    followers(taskId).forEach(each -> each.wake.run());
  }

  /** The channel is listened to from now on. */
  private void wakeAt(String channel) {
    List<UUID> all;
    synchronized (this) {
      all =
          watched.keySet().stream().filter(id -> RedisNames.taskLogs(id).equals(channel)).toList();
    }
    all.forEach(this::wake);
  }

  private void wakeAll() {
    List<UUID> all;
    synchronized (this) {
      all = List.copyOf(watched.keySet());
    }
    all.forEach(this::wake);
  }

  private synchronized List<WatchedTask.Follower> followers(UUID taskId) {
    WatchedTask task = watched.get(taskId);
    return task == null ? List.of() : List.copyOf(task.followers);
  }
}
