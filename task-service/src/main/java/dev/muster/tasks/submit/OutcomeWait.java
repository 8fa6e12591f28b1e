package dev.muster.tasks.submit;

import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.read.TaskView;
import dev.muster.tasks.read.Tasks;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code Prefer: wait=n} (RFC 7240): holds the answer to a submit until the task has ended. Any
 * replica may commit the outcome, so it is heard of through the task's events; as those are best
 * effort, PostgreSQL is asked again every few seconds too. The subscription is made by the first
 * who waits.
 */
@ApplicationScoped
class OutcomeWait {
  static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
  private static final int MOST_WAITING = 1_000;

  private final Map<UUID, Semaphore> ended = new ConcurrentHashMap<>();
  private final Channels channels;
  private final Tasks tasks;
  private ChannelSubscription subscription;

  @Inject
  OutcomeWait(Channels channels, Tasks tasks) {
    this.channels = channels;
    this.tasks = tasks;
  }

  /** The ended task; empty when it has not ended in time, or too many wait already. */
  Optional<TaskView> await(UUID taskId, UUID callerId, boolean admin, Duration atMost)
      throws InterruptedException {
    if (ended.size() >= MOST_WAITING) {
      return Optional.empty();
    }
    listen();
    Semaphore news = ended.computeIfAbsent(taskId, id -> new Semaphore(0));
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (true) {
        Optional<TaskView> task = tasks.find(taskId, callerId, admin).filter(OutcomeWait::hasEnded);
        long left = deadline - System.nanoTime();
        if (task.isPresent() || left <= 0) {
          return task;
        }
        if (news.tryAcquire(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)) {
          news.drainPermits();
        }
      }
    } finally {
      ended.remove(taskId, news);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    synchronized (this) {
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  private synchronized void listen() {
    if (subscription == null) {
      subscription =
          channels
              .subscription("outcomes")
              .patterns(RedisNames.ALL_TASK_EVENTS)
              .handler((channel, message) -> hear(message))
              .start();
    }
  }

  private void hear(String message) {
    if (ended.isEmpty()) {
      return;
    }
    TaskEvent event = TaskEvent.parse(message);
    Semaphore news = ended.get(event.taskId());
    if (news != null && isEnd(event)) {
      news.release();
    }
  }

  private static boolean isEnd(TaskEvent event) {
    return TaskStatus.parse(event.payload().path("status").asText())
        .map(TaskStatus::terminal)
        .orElse(false);
  }

  private static boolean hasEnded(TaskView task) {
    return TaskStatus.parse(task.status()).orElseThrow().terminal();
  }
}
