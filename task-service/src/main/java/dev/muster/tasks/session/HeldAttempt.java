package dev.muster.tasks.session;

import dev.muster.internal.SessionOpen;
import dev.muster.wire.AttemptRef;

/** An attempt that PostgreSQL says an agent holds. */
public record HeldAttempt(AttemptRef attempt, boolean accepted, boolean canceling) {

  /** Whether the agent that listed this, perhaps without a lease, has this very attempt. */
  boolean isMeantBy(SessionOpen.Attempt listed) {
    return listed.leaseId() == null || listed.leaseId().equals(attempt.leaseId());
  }

  SessionOpen.Attempt named() {
    return new SessionOpen.Attempt(attempt.taskId(), attempt.leaseId(), attempt.attempt());
  }
}
