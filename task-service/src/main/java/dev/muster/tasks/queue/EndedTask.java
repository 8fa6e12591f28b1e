package dev.muster.tasks.queue;

import dev.muster.task.TaskStatus;
import java.util.UUID;

/** A task whose attempt has just ended, as it now is. */
public record EndedTask(
    UUID id,
    UUID ownerId,
    String namespace,
    long routeId,
    UUID agentId,
    int attempt,
    TaskStatus status,
    String stage,
    AttemptEnd end) {}
