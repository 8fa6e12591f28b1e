package dev.muster.tasks.submit;

import dev.muster.event.TaskEvent;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.feed.FeedWatch;
import dev.muster.tasks.follow.News;
import dev.muster.tasks.follow.Places;
import dev.muster.tasks.read.TaskView;
import dev.muster.tasks.read.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code Prefer: wait=n} (RFC 7240): holds the answer to a submit until the task has ended. Any
 * replica may commit the outcome, so it is heard of through the feed.
 */
@ApplicationScoped
class OutcomeWait {
  static final Duration LONGEST = Duration.ofSeconds(60);

  private final Places places;
  private final FeedWatch feed;
  private final Tasks tasks;

  @Inject
  OutcomeWait(Places places, FeedWatch feed, Tasks tasks) {
    this.places = places;
    this.feed = feed;
    this.tasks = tasks;
  }

  /** The ended task; empty when it has not ended in time, or too many are held open already. */
  Optional<TaskView> await(UUID taskId, UUID callerId, boolean admin, Duration atMost) {
    if (!places.tryTake()) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    try (News news = feed.watch(taskId, OutcomeWait::isEnd)) {
      while (true) {
        Optional<TaskView> task = tasks.find(taskId, callerId, admin).filter(OutcomeWait::hasEnded);
        long left = deadline - System.nanoTime();
        if (task.isPresent() || left <= 0 || places.isEnding()) {
          return task;
        }
        news.await(Duration.ofNanos(Math.min(left, news.lookAgain().toNanos())));
      }
    } finally {
      places.leave();
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
