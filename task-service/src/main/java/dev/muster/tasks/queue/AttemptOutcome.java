package dev.muster.tasks.queue;

import java.util.Locale;

/** How one attempt ended. What that costs is protocol §2, decided by {@link Verdict}. */
public enum AttemptOutcome {
  DONE,
  FAILED,
  TIMEOUT,
  CANCELED,
  /** The agent was away for longer than the grace, or came back without it. */
  LOST,
  /** The agent couldn't run it for reasons of its own. */
  INFRASTRUCTURE,
  REJECTED,
  /** No accept in time. */
  UNACCEPTED,
  /** The agent wasn't where the dispatch went. */
  UNDELIVERABLE;

  /** The name in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
