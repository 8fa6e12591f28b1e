package dev.muster.tasks.queue;

import dev.muster.task.TaskStatus;
import java.util.UUID;

/**
 * A task whose attempt has just ended, as it now is.
 *
 * @param acceptedOnlyNow the accept came with the end, and nobody was told of it
 */
public record EndedTask(
    UUID id,
    UUID ownerId,
    String namespace,
    long routeId,
    UUID agentId,
    int attempt,
    TaskStatus status,
    String stage,
    boolean acceptedOnlyNow,
    AttemptEnd end) {

  /** It may be claimed again at once. */
  public boolean isReady() {
    return status == TaskStatus.QUEUED && stage == null;
  }
}
