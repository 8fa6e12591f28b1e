package dev.muster.tasks.cancel;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.retention.RetentionLock;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Cancel and redrive of one task, each decided under the task's row lock (protocol §2). */
@ApplicationScoped
class Cancellation {
  static final String COLUMNS =
      """
      select t.id, t.owner_id, t.namespace, t.route_id, t.status, t.stage, t.attempt, t.lease_id,
        t.agent_id, t.cancel_requested_at, s.gateway_id
      from task t
      left join agent_session s on s.agent_id = t.agent_id
      """;

  private static final String LOCK =
      COLUMNS
          + """
          where t.id = ? and (t.owner_id = ? or ?)
          for update of t
          """;

  private static final String CANCEL_QUEUED =
      """
      update task set status = 'canceled', stage = null, finished_at = now()
      where id = ? and status = 'queued'
      """;

  /** A second cancel doesn't prolong the first one's deadline. */
  private static final String ASK_AGENT =
      """
      update task
      set stage = 'canceling',
        deadline = case when cancel_requested_at is null
          then now() + ? * interval '1 ms' else deadline end,
        cancel_requested_at = coalesce(cancel_requested_at, now())
      where id = ? and status = 'running'
      """;

  private static final String REDRIVE =
      """
      update task
      set status = 'queued', stage = null, percent = null, run_at = now(), finished_at = null,
        lease_id = null, agent_id = null, dispatched_at = null, accepted_at = null,
        cancel_requested_at = null, failed_attempts = 0, lost_attempts = 0, rate_reserved = false,
        failure = null, expire_at = now() + queue_timeout_ms * interval '1 ms'
      where id = any (?::uuid[]) and status in ('failed', 'canceled')
      """;

  @Inject TaskConfig config;

  /**
   * The task as it is after the call.
   *
   * @param asked whether a cancel was asked for before
   * @param attempt the attempt to stop, null when none runs
   * @param gatewayId where its agent was last connected; null when never
   */
  record Touched(
      UUID id,
      UUID ownerId,
      String namespace,
      long routeId,
      TaskStatus status,
      String stage,
      int attempts,
      UUID agentId,
      boolean asked,
      AttemptRef attempt,
      String gatewayId) {

    static Touched of(ResultSet row) throws SQLException {
      UUID id = row.getObject("id", UUID.class);
      TaskStatus status = TaskStatus.parse(row.getString("status")).orElseThrow();
      int attempts = row.getInt("attempt");
      return new Touched(
          id,
          row.getObject("owner_id", UUID.class),
          row.getString("namespace"),
          row.getLong("route_id"),
          status,
          row.getString("stage"),
          attempts,
          row.getObject("agent_id", UUID.class),
          row.getObject("cancel_requested_at") != null,
          status == TaskStatus.RUNNING
              ? new AttemptRef(id, row.getString("lease_id"), attempts)
              : null,
          row.getString("gateway_id"));
    }

    private Touched now(TaskStatus status, String stage) {
      return new Touched(
          id, ownerId, namespace, routeId, status, stage, attempts, agentId, asked, attempt,
          gatewayId);
    }

    private NewEvent event() {
      return NewEvent.status(id, ownerId, namespace, status, stage, attempts, agentId);
    }
  }

  Touched cancel(Change change, UUID taskId, UUID callerId, boolean admin) throws SQLException {
    Connection connection = change.connection();
    Touched task = lock(connection, taskId, callerId, admin);
    return switch (task.status()) {
      case QUEUED -> {
        Sql.update(connection, CANCEL_QUEUED, Sql.value(taskId));
        yield told(change, task.now(TaskStatus.CANCELED, null));
      }
      case RUNNING -> {
        long waitMs = config.cancelGrace().plus(config.cancelConfirm()).toMillis();
        Sql.update(connection, ASK_AGENT, Sql.value(waitMs), Sql.value(taskId));
        Touched canceling = task.now(TaskStatus.RUNNING, Stages.CANCELING);
        yield task.asked() ? canceling : told(change, canceling);
      }
      case DONE, FAILED, CANCELED ->
          throw new ContractException(
              ErrorCode.NOT_EXECUTABLE, "the task is already " + task.status().wire());
    };
  }

  Touched redrive(Change change, UUID taskId, UUID callerId, boolean admin) throws SQLException {
    Connection connection = change.connection();
    RetentionLock.share(connection);
    Touched task = lock(connection, taskId, callerId, admin);
    if (task.status() != TaskStatus.FAILED && task.status() != TaskStatus.CANCELED) {
      throw new ContractException(
          ErrorCode.NOT_EXECUTABLE,
          "only a failed or canceled task can be retried; this one is " + task.status().wire());
    }
    return redrive(change, List.of(task)).getFirst();
  }

  /** Tasks whose rows this transaction has locked, failed or canceled ones. */
  static List<Touched> redrive(Change change, List<Touched> tasks) throws SQLException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    Sql.update(
        change.connection(), REDRIVE, Sql.array("uuid", tasks.stream().map(Touched::id).toList()));
    List<Touched> queued = tasks.stream().map(task -> task.now(TaskStatus.QUEUED, null)).toList();
    change.tell(queued.stream().map(Touched::event).toList());
    return queued;
  }

  private static Touched told(Change change, Touched task) throws SQLException {
    change.tell(List.of(task.event()));
    return task;
  }

  private static Touched lock(Connection connection, UUID taskId, UUID callerId, boolean admin)
      throws SQLException {
    return Sql.query(
            connection, LOCK, Touched::of, Sql.value(taskId), Sql.value(callerId), Sql.value(admin))
        .stream()
        .findFirst()
        .orElseThrow(() -> ContractException.notFound("task"));
  }
}
