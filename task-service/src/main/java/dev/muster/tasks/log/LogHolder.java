package dev.muster.tasks.log;

import dev.muster.wire.AttemptRef;

/**
 * Who may write.
 *
 * @param attempt null when it isn't the agent's now
 * @param isAccepted false for one that was dispatched and that the agent hasn't spoken of yet
 * @param heldBefore whether it was, of those that are not
 */
record LogHolder(AttemptRef attempt, boolean isAccepted, boolean heldBefore) {}
