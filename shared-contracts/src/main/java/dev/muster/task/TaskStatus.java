package dev.muster.task;

import java.util.Locale;
import java.util.Optional;

/** The five values of a task's status (contract §0.8); finer detail is in {@code stage}. */
public enum TaskStatus {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELED;

  /** The name on the wire and in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Nothing moves a task on from here but an explicit retry. */
  public boolean terminal() {
    return this == DONE || this == FAILED || this == CANCELED;
  }

  public static Optional<TaskStatus> parse(String text) {
    for (TaskStatus status : values()) {
      if (status.wire().equals(text)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
