package dev.muster.tasks.queue;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.NewEvent;
import java.util.UUID;
import java.util.stream.Stream;

/** What the owner is told of an agent's accept. */
public final class AcceptEvents {
  private AcceptEvents() {}

  /** The accept, and the state with the stage that the task is left in. */
  public static Stream<NewEvent> of(
      UUID taskId, UUID ownerId, String namespace, UUID agentId, int attempt, String stage) {
    return Stream.of(
        NewEvent.of(
            taskId,
            ownerId,
            namespace,
            "task/accept",
            NewEvent.emptyPayload().put("agent_id", agentId.toString()).put("attempt", attempt)),
        NewEvent.status(taskId, ownerId, namespace, TaskStatus.RUNNING, stage, attempt, agentId));
  }
}
