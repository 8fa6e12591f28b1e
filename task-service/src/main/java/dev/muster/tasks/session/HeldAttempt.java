package dev.muster.tasks.session;

import dev.muster.wire.AttemptRef;

/** An attempt that PostgreSQL says an agent holds. */
public record HeldAttempt(AttemptRef attempt, boolean accepted, boolean canceling) {}
