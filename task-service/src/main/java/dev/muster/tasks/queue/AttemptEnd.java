package dev.muster.tasks.queue;

import dev.muster.wire.AttemptRef;
import java.util.UUID;

/**
 * Somebody says that an attempt is over.
 *
 * @param agentId the holder that the lease must belong to
 * @param result JSON text of a done attempt; null otherwise
 * @param retryable false when the agent knows that another attempt can't help; null when unknown
 * @param accepted the agent's accept came with it
 * @param fence the server decided this without the agent, whose later word must be refused
 */
public record AttemptEnd(
    AttemptRef attempt,
    UUID agentId,
    AttemptOutcome outcome,
    String result,
    String message,
    Integer exitCode,
    Boolean retryable,
    boolean accepted,
    boolean fence) {

  /** Decided by the server. */
  public static AttemptEnd decided(
      AttemptRef attempt, UUID agentId, AttemptOutcome outcome, String message) {
    return new AttemptEnd(attempt, agentId, outcome, null, message, null, null, false, true);
  }
}
