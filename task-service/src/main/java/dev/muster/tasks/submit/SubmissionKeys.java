package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Recognises repeated submits. The key's row is inserted in the transaction of the task: a
 * concurrent repetition waits for that commit at the primary key and then finds the first one's
 * task. A batch takes all its keys with one statement.
 */
@ApplicationScoped
public class SubmissionKeys {
  /**
   * Through submission_key_age. The key of work that isn't over is looked at again a day later, and
   * that of work that is over a day after its end, so that there are never more than a few to look
   * at and none stays longer than it should.
   */
  private static final String FORGET_OLD =
      """
      with old as materialized (
        select k.owner_id, k.kind, k.scope, k.key,
          case when k.kind = 'dedupe' then (
            select coalesce(t.finished_at, now()) from task t
            where t.id = k.task_id
              and (t.finished_at is null or t.finished_at >= now() - interval '24 hours')
          ) end as counts_from
        from submission_key k
        where k.created_at < now() - interval '24 hours'
        order by k.created_at
        limit 5000
        for update of k skip locked
      ), gone as (
        delete from submission_key k using old
        where old.counts_from is null and k.owner_id = old.owner_id and k.kind = old.kind
          and k.scope = old.scope and k.key = old.key
      )
      update submission_key k set created_at = old.counts_from from old
      where old.counts_from is not null and k.owner_id = old.owner_id and k.kind = old.kind
        and k.scope = old.scope and k.key = old.key
      """;

  /** What became of the tasks that are not the first with their keys. */
  Map<UUID, KeyClaims.Claim> claim(Connection connection, List<NewTask> tasks) throws SQLException {
    KeyClaims claims = new KeyClaims(tasks);
    if (claims.wanted().isEmpty()) {
      return Map.of();
    }
    Set<SubmissionKey.Slot> taken = SubmissionKeySql.take(connection, claims.wanted());
    Set<SubmissionKey.Slot> others = new HashSet<>(claims.wanted().keySet());
    others.removeAll(taken);
    Map<UUID, KeyClaims.Claim> settled =
        claims.settle(others.isEmpty() ? Map.of() : SubmissionKeySql.find(connection, others));
    SubmissionKeySql.give(connection, claims.changed(taken));
    SubmissionKeySql.release(connection, claims.released(taken));
    return settled;
  }

  /**
   * Takes the key of a bulk submit as a whole, under the call's own id. Throws 2002 when it was
   * used with another body.
   */
  void claim(Connection connection, UUID ownerId, SubmissionKey key, UUID callId)
      throws SQLException {
    SubmissionKey.Slot slot = key.of(ownerId);
    KeyHolder own = new KeyHolder(callId, key.bodyHash(), TaskStatus.QUEUED.wire());
    if (SubmissionKeySql.take(connection, Map.of(slot, own)).isEmpty()) {
      KeyHolder first = SubmissionKeySql.find(connection, Set.of(slot)).get(slot);
      if (!key.bodyHash().equals(first.bodyHash())) {
        throw new ContractException(
            ErrorCode.CONFLICT, "this Idempotency-Key was used with another body");
      }
    }
  }

  public void forgetOld(Connection connection) throws SQLException {
    Sql.update(connection, FORGET_OLD);
  }
}
