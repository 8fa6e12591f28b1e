package dev.muster.tasks.submit;

import dev.muster.event.TaskEvent;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.feed.FeedWatch;
import dev.muster.tasks.read.TaskView;
import dev.muster.tasks.read.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * {@code Prefer: wait=n} (RFC 7240): holds the answer to a submit until the task has ended. Any
 * replica may commit the outcome, so it is heard of through the feed; as that is best effort,
 * PostgreSQL is asked again from time to time too, every second while nothing is heard.
 */
@ApplicationScoped
class OutcomeWait {
  static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
  private static final Duration LOOK_AGAIN_DEAF = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 1_000;

  private final Semaphore free = new Semaphore(MOST_WAITING);
  private final FeedWatch feed;
  private final Tasks tasks;

  @Inject
  OutcomeWait(FeedWatch feed, Tasks tasks) {
    this.feed = feed;
    this.tasks = tasks;
  }

  /** The ended task; empty when it has not ended in time, or too many wait already. */
  Optional<TaskView> await(UUID taskId, UUID callerId, boolean admin, Duration atMost) {
    if (!free.tryAcquire()) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    try (FeedWatch.Watch news = feed.watch(taskId, OutcomeWait::isEnd)) {
      while (true) {
        Optional<TaskView> task = tasks.find(taskId, callerId, admin).filter(OutcomeWait::hasEnded);
        long left = deadline - System.nanoTime();
        if (task.isPresent() || left <= 0) {
          return task;
        }
        Duration again = news.isHearing() ? LOOK_AGAIN : LOOK_AGAIN_DEAF;
        news.await(Duration.ofNanos(Math.min(left, again.toNanos())));
      }
    } finally {
      free.release();
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
