package dev.muster.tasks.watch;

import dev.muster.kit.redis.LuaScript;
import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The watches of all tasks, and which of those tasks this replica has heard of. Every method but
 * {@link #dispatched} waits for Redis, and throws {@link RedisLostException} when it is away.
 */
@ApplicationScoped
public class Watches {
  private static final LuaScript WATCH = new LuaScript(Watches.class, "watch.lua");
  private static final LuaScript UNWATCH = new LuaScript(Watches.class, "unwatch.lua");

  /** A watch lasts no longer than this without a renewal; the agent counts the same. */
  public static final Duration LONGEST = Duration.ofSeconds(60);

  /** Less than a third of it, so that each renewal of the usual pace reaches the agent. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private static final Duration KEEP = Duration.ofMinutes(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
  private static final int MOST_KNOWN = 10_000;

  /** Whoever may read a task may name any phase; of more the agent hears with their renewals. */
  private static final int MOST_PHASES = 8;

  private final Map<UUID, Set<String>> phases = new ConcurrentHashMap<>();
  private final Redis redis;
  private final StreamCommands commands;

  @Inject
  Watches(Redis redis, StreamCommands commands) {
    this.redis = redis;
    this.commands = commands;
  }

  /** Begins or renews a watch. */
  public void watch(UUID taskId, String phase, String watcher, Duration life) {
    if (phases.size() < MOST_KNOWN || phases.containsKey(taskId)) {
      Set<String> known = phases.computeIfAbsent(taskId, id -> ConcurrentHashMap.newKeySet());
      if (known.size() < MOST_PHASES) {
        known.add(phase);
      }
    }
    Response start =
        call(
            WATCH.on(
                key(taskId), phase, watcher, life.toMillis(), AGAIN.toMillis(), KEEP.toMillis()));
    if (start.toInteger() == 1) {
      commands.start(taskId, phase);
    }
  }

  /** Ends everything that this watcher watches of the task. */
  public void unwatch(UUID taskId, String watcher) {
    settle(taskId, watcher);
  }

  /**
   * The task was handed to an agent: if this replica knows of watches, the agent is told at once
   * instead of with their next renewal.
   */
  public void dispatched(UUID taskId) {
    Set<String> watched = phases.get(taskId);
    if (watched != null) {
      Thread.ofVirtual()
          .name("watched " + taskId)
          .start(() -> watched.forEach(phase -> commands.start(taskId, phase)));
    }
  }

  /** Ends what has run out among the tasks that this replica knows of. */
  void sweep() {
    phases.keySet().forEach(taskId -> settle(taskId, ""));
  }

  private void settle(UUID taskId, String watcher) {
    Response answer = call(UNWATCH.on(key(taskId), watcher));
    if (answer.get(0).toInteger() == 0) {
      phases.remove(taskId);
    }
    for (int i = 1; i < answer.size(); i++) {
      commands.stop(taskId, answer.get(i).toString());
    }
  }

  private static List<String> key(UUID taskId) {
    return List.of("log.watches." + taskId);
  }

  private Response call(Request request) {
    try {
      return redis
          .send(request)
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw RedisSession.explained(e.getCause());
    } catch (TimeoutException e) {
      throw new RedisLostException("no answer from Redis within " + ANSWER_WITHIN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisLostException("interrupted while waiting for Redis", e);
    }
  }
}
