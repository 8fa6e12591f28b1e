package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Recognises repeated submits. The key's row is inserted in the transaction of the task: a
 * concurrent repetition waits for that commit at the primary key and then finds the first one's
 * task.
 */
@ApplicationScoped
public class SubmissionKeys {
  private static final String TAKE =
      """
      insert into submission_key (owner_id, kind, scope, key, body_hash, task_id)
      values (?, ?, ?, ?, ?, ?)
      on conflict (owner_id, kind, scope, key) do update set
        body_hash = excluded.body_hash, task_id = excluded.task_id, created_at = now()
      where (submission_key.kind = 'idempotency'
          and submission_key.created_at < now() - interval '24 hours')
        or (submission_key.kind = 'dedupe' and not exists (
          select 1 from task t
          where t.id = submission_key.task_id
            and (t.finished_at is null or t.finished_at >= now() - interval '24 hours')))
      """;

  private static final String FIND =
      """
      select k.task_id, k.body_hash, t.status
      from submission_key k
      left join task t on t.id = k.task_id
      where k.owner_id = ? and k.kind = ? and k.scope = ? and k.key = ?
      """;

  private static final String FORGET_OLD =
      """
      delete from submission_key
      where ctid in (
        select k.ctid from submission_key k
        left join task t on t.id = k.task_id
        where k.created_at < now() - interval '24 hours'
          and (k.kind = 'idempotency' or t.id is null
            or t.finished_at < now() - interval '24 hours')
        limit 500)
      """;

  /**
   * The task that an earlier submit with one of the keys made; empty when this one is the first.
   */
  Optional<Submitted> earlier(Connection connection, NewTask task) throws SQLException {
    for (SubmissionKey key : task.keys()) {
      Optional<Submitted> earlier = earlier(connection, task, key);
      if (earlier.isPresent()) {
        return earlier;
      }
    }
    return Optional.empty();
  }

  /** A repetition's other key names the first one's task from now on. */
  void rebind(Connection connection, UUID taskId, UUID firstTaskId) throws SQLException {
    Sql.update(
        connection,
        "update submission_key set task_id = ? where task_id = ?",
        Sql.value(firstTaskId),
        Sql.value(taskId));
  }

  /** A refused submit holds no key. */
  void release(Connection connection, UUID taskId) throws SQLException {
    Sql.update(connection, "delete from submission_key where task_id = ?", Sql.value(taskId));
  }

  public void forgetOld(Connection connection) throws SQLException {
    Sql.update(connection, FORGET_OLD);
  }

  private static Optional<Submitted> earlier(Connection connection, NewTask task, SubmissionKey key)
      throws SQLException {
    String kind = key.kind().name().toLowerCase(Locale.ROOT);
    int taken =
        Sql.update(
            connection,
            TAKE,
            Sql.value(task.ownerId()),
            Sql.value(kind),
            Sql.value(key.scope()),
            Sql.value(key.key()),
            Sql.value(key.bodyHash()),
            Sql.value(task.id()));
    if (taken == 1) {
      return Optional.empty();
    }
    First first =
        Sql.query(
                connection,
                FIND,
                First::of,
                Sql.value(task.ownerId()),
                Sql.value(kind),
                Sql.value(key.scope()),
                Sql.value(key.key()))
            .getFirst();
    if (first.taskId().equals(task.id())) {
      return Optional.empty();
    }
    if (key.bodyHash() != null && !key.bodyHash().equals(first.bodyHash())) {
      throw new ContractException(
          ErrorCode.CONFLICT, "this Idempotency-Key was used with another body");
    }
    if (key.onDuplicate() == SubmissionKey.OnDuplicate.REJECT) {
      throw new ContractException(
          ErrorCode.CONFLICT, "task " + first.taskId() + " has the same dedupe_key");
    }
    return Optional.of(new Submitted(first.taskId(), first.status(), false));
  }

  private record First(UUID taskId, String bodyHash, String status) {
    static First of(ResultSet row) throws SQLException {
      String status = row.getString("status");
      return new First(
          row.getObject("task_id", UUID.class),
          row.getString("body_hash"),
          status == null ? TaskStatus.QUEUED.wire() : status);
    }
  }
}
