package dev.muster.task;

import java.util.Set;

/**
 * The stages that the server itself sets (contract §0.8). Agents may report any other text of at
 * most {@link #MAX_LENGTH} characters.
 */
public final class Stages {
  public static final int MAX_LENGTH = 64;

  /** Queued for a later {@code run_at}. */
  public static final String SCHEDULED = "scheduled";

  /** Claimed for an agent and on its way to it; not yet accepted. */
  public static final String DISPATCHED = "dispatched";

  /** The agent has said that it runs the attempt. */
  public static final String ACCEPTED = "accepted";

  /** Queued again after a failed attempt, until the backoff is over. */
  public static final String RETRY_WAIT = "retry_wait";

  /** Queued until a task with the same concurrency key ends. */
  public static final String LIMITED = "limited";

  /** Queued until the turn that its rate limit key gave it. */
  public static final String RATE_LIMITED = "rate_limited";

  /** A cancel was asked for and the agent has not confirmed it yet. */
  public static final String CANCELING = "canceling";

  /** Failed with every allowed attempt used up; kept until redriven. */
  public static final String DEAD_LETTER = "dead_letter";

  /** All of them: an agent that reports one of these changes no stage. */
  public static final Set<String> SERVERS =
      Set.of(
          SCHEDULED,
          DISPATCHED,
          ACCEPTED,
          RETRY_WAIT,
          CANCELING,
          DEAD_LETTER,
          RATE_LIMITED,
          LIMITED);

  private Stages() {}
}
