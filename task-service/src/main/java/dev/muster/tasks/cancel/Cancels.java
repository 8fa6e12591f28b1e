package dev.muster.tasks.cancel;

import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Cancels a task, whoever asks for it. */
@ApplicationScoped
public class Cancels {
  @Inject Changes changes;
  @Inject Cancellation cancellation;
  @Inject CancelCommands commands;
  @Inject Audit audit;

  /**
   * Throws 2001 for a task that isn't the caller's and 3001 for one that has ended.
   *
   * @param by the line for the audit log, without what it is on
   * @return true for a queued task, which is canceled now; false for a running one, whose agent is
   *     told
   */
  public boolean cancel(UUID taskId, UUID callerId, boolean admin, AuditEvent by) {
    Cancellation.Touched task =
        changes.commit(
            change -> {
              audit.record(change.connection(), by.on("task", taskId));
              return cancellation.cancel(change, taskId, callerId, admin);
            });
    if (task.status() == TaskStatus.CANCELED) {
      return true;
    }
    if (task.gatewayId() != null) {
      commands.send(task.gatewayId(), task.agentId(), task.attempt());
    }
    return false;
  }
}
