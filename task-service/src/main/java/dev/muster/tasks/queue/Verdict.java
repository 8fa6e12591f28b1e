package dev.muster.tasks.queue;

import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What becomes of a running task when its attempt ends: protocol §2, what costs an attempt.
 *
 * @param delay until it may be claimed again; null unless the stage is {@code retry_wait}
 * @param avoidAgent the task shall not go back to the same agent for a while
 */
record Verdict(
    TaskStatus status,
    String stage,
    Duration delay,
    int failedAttempts,
    int lostAttempts,
    boolean avoidAgent) {

  static Verdict of(HeldTask task, AttemptEnd end, RandomGenerator random) {
    if (end.outcome() == AttemptOutcome.DONE) {
      return finished(task, TaskStatus.DONE, null);
    }
    if (task.cancelRequested()) {
      return finished(task, TaskStatus.CANCELED, null);
    }
    return switch (end.outcome()) {
      case FAILED, TIMEOUT -> failed(task, end, random);
      // A confirmation of a cancel that nobody asked for is the agent's own affair.
      case LOST, INFRASTRUCTURE, CANCELED -> lost(task, end);
      case REJECTED, UNACCEPTED -> again(task, true);
      case UNDELIVERABLE -> again(task, false);
      case DONE -> throw new IllegalStateException("handled above");
    };
  }

  private static Verdict failed(HeldTask task, AttemptEnd end, RandomGenerator random) {
    int failures = task.failedAttempts() + 1;
    boolean retry =
        failures < task.maxAttempts()
            && !Boolean.FALSE.equals(end.retryable())
            && !task.nonRetryable().cover(end);
    if (!retry) {
      return new Verdict(
          TaskStatus.FAILED, Stages.DEAD_LETTER, null, failures, task.lostAttempts(), false);
    }
    Duration delay = task.backoff().after(failures, random);
    return new Verdict(
        TaskStatus.QUEUED, Stages.RETRY_WAIT, delay, failures, task.lostAttempts(), false);
  }

  private static Verdict lost(HeldTask task, AttemptEnd end) {
    int losses = task.lostAttempts() + 1;
    return losses < task.maxLost() && !task.nonRetryable().cover(end)
        ? new Verdict(TaskStatus.QUEUED, null, null, task.failedAttempts(), losses, false)
        : new Verdict(
            TaskStatus.FAILED, Stages.DEAD_LETTER, null, task.failedAttempts(), losses, false);
  }

  private static Verdict again(HeldTask task, boolean avoidAgent) {
    return new Verdict(
        TaskStatus.QUEUED, null, null, task.failedAttempts(), task.lostAttempts(), avoidAgent);
  }

  private static Verdict finished(HeldTask task, TaskStatus status, String stage) {
    return new Verdict(status, stage, null, task.failedAttempts(), task.lostAttempts(), false);
  }
}
