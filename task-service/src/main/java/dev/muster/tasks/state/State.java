package dev.muster.tasks.state;

import dev.muster.task.TaskStatus;

/**
 * What a task can be in. Status and stage tell users; this tells apart who moves the task on. A
 * running task's agent may put words of its own into {@code stage}, so here the times decide.
 */
public enum State {
  READY(TaskStatus.QUEUED, "stage is null", "a dispatch round, when a fitting agent has credit"),
  SCHEDULED(TaskStatus.QUEUED, "stage = 'scheduled'", "the sweeper, at `run_at`"),
  RETRY_WAIT(TaskStatus.QUEUED, "stage = 'retry_wait'", "the sweeper, at `run_at`"),
  RATE_LIMITED(TaskStatus.QUEUED, "stage = 'rate_limited'", "the sweeper, at `run_at`"),
  LIMITED(TaskStatus.QUEUED, "stage = 'limited'", "the end of another task with its key"),
  DISPATCHED(
      TaskStatus.RUNNING,
      "cancel_requested_at is null and accepted_at is null",
      "its agent; the sweeper, at `deadline`"),
  ACCEPTED(
      TaskStatus.RUNNING,
      "cancel_requested_at is null and accepted_at is not null and stage = 'accepted'",
      "its agent; the sweeper, at `deadline` or when the agent is away for longer than the grace"),
  REPORTED(
      TaskStatus.RUNNING,
      "cancel_requested_at is null and accepted_at is not null and stage <> 'accepted'",
      "as accepted; `stage` is in the agent's words"),
  CANCELING(
      TaskStatus.RUNNING,
      "cancel_requested_at is not null",
      "its agent, which confirms; the sweeper, at `deadline`"),
  DONE(TaskStatus.DONE, "stage is null", "nobody"),
  FAILED(TaskStatus.FAILED, "stage = 'dead_letter'", "nobody but a retry"),
  CANCELED(TaskStatus.CANCELED, "stage is null", "nobody but a retry");

  private final TaskStatus status;
  private final String detail;
  private final String movedOnBy;

  State(TaskStatus status, String detail, String movedOnBy) {
    this.status = status;
    this.detail = detail;
    this.movedOnBy = movedOnBy;
  }

  public TaskStatus status() {
    return status;
  }

  /** Who moves the task on from here. */
  public String movedOnBy() {
    return movedOnBy;
  }

  /** A task's row is in this state: a condition in SQL. Exactly one is true of every row. */
  public String condition() {
    return "status = '" + status.wire() + "' and " + detail;
  }
}
