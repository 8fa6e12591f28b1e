package dev.muster.tasks.submit;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Statements on the keys of submits; each takes all keys of a batch, by the primary key. */
final class SubmissionKeySql {
  /**
   * In the order of the keys, so that two batches can't wait for each other. A key that isn't free
   * is locked nevertheless, and so stays until this transaction ends. The task of a young key may
   * be one that this statement can't see yet.
   */
  private static final String TAKE =
      """
      insert into submission_key (owner_id, kind, scope, key, body_hash, task_id)
      select owner_id, kind, scope, key, body_hash, task_id
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[])
        as u(owner_id, kind, scope, key, body_hash, task_id)
      order by owner_id, kind, scope, key
      on conflict (owner_id, kind, scope, key) do update set
        body_hash = excluded.body_hash, task_id = excluded.task_id, created_at = now()
      where submission_key.created_at < now() - interval '24 hours'
        and (submission_key.kind = 'idempotency' or not exists (
          select 1 from task t
          where t.id = submission_key.task_id
            and (t.finished_at is null or t.finished_at >= now() - interval '24 hours')))
      returning owner_id, kind, scope, key
      """;

  private static final String FIND =
      """
      select k.owner_id, k.kind, k.scope, k.key, k.task_id, k.body_hash, t.status
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) as u(owner_id, kind, scope, key)
      join submission_key k using (owner_id, kind, scope, key)
      left join task t on t.id = k.task_id
      """;

  private static final String GIVE =
      """
      update submission_key k
      set task_id = u.task_id, body_hash = u.body_hash
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[])
        as u(owner_id, kind, scope, key, body_hash, task_id)
      where k.owner_id = u.owner_id and k.kind = u.kind and k.scope = u.scope and k.key = u.key
      """;

  private static final String RELEASE =
      """
      delete from submission_key k
      using unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) as u(owner_id, kind, scope, key)
      where k.owner_id = u.owner_id and k.kind = u.kind and k.scope = u.scope and k.key = u.key
      """;

  private SubmissionKeySql() {}

  /** Those that were free, and are held by their tasks now. */
  static Set<SubmissionKey.Slot> take(
      Connection connection, Map<SubmissionKey.Slot, KeyHolder> wanted) throws SQLException {
    return Set.copyOf(
        Sql.query(
            connection, TAKE, SubmissionKeySql::slot, withHolders(List.copyOf(wanted.entrySet()))));
  }

  static Map<SubmissionKey.Slot, KeyHolder> find(
      Connection connection, Collection<SubmissionKey.Slot> slots) throws SQLException {
    Map<SubmissionKey.Slot, KeyHolder> found = new HashMap<>();
    Sql.query(
            connection, FIND, row -> Map.entry(slot(row), holder(row)), places(List.copyOf(slots)))
        .forEach(each -> found.put(each.getKey(), each.getValue()));
    return found;
  }

  static void give(Connection connection, Map<SubmissionKey.Slot, KeyHolder> slots)
      throws SQLException {
    if (!slots.isEmpty()) {
      Sql.update(connection, GIVE, withHolders(List.copyOf(slots.entrySet())));
    }
  }

  static void release(Connection connection, Collection<SubmissionKey.Slot> slots)
      throws SQLException {
    if (!slots.isEmpty()) {
      Sql.update(connection, RELEASE, places(List.copyOf(slots)));
    }
  }

  private static Sql.Param[] withHolders(List<Map.Entry<SubmissionKey.Slot, KeyHolder>> entries) {
    List<Sql.Param> params =
        new ArrayList<>(List.of(places(entries.stream().map(Map.Entry::getKey).toList())));
    params.add(column("text", entries, each -> each.getValue().bodyHash()));
    params.add(column("uuid", entries, each -> each.getValue().taskId()));
    return params.toArray(Sql.Param[]::new);
  }

  private static Sql.Param[] places(List<SubmissionKey.Slot> slots) {
    return new Sql.Param[] {
      column("uuid", slots, SubmissionKey.Slot::ownerId),
      column("text", slots, slot -> slot.kind().wire()),
      column("text", slots, SubmissionKey.Slot::scope),
      column("text", slots, SubmissionKey.Slot::key)
    };
  }

  private static <T> Sql.Param column(String type, List<T> rows, Function<T, Object> value) {
    return Sql.array(type, rows.stream().map(value).toList());
  }

  private static SubmissionKey.Slot slot(ResultSet row) throws SQLException {
    SubmissionKey.Kind kind =
        row.getString("kind").equals(SubmissionKey.Kind.DEDUPE.wire())
            ? SubmissionKey.Kind.DEDUPE
            : SubmissionKey.Kind.IDEMPOTENCY;
    return new SubmissionKey.Slot(
        row.getObject("owner_id", UUID.class), kind, row.getString("scope"), row.getString("key"));
  }

  private static KeyHolder holder(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return new KeyHolder(
        row.getObject("task_id", UUID.class),
        row.getString("body_hash"),
        status == null ? TaskStatus.QUEUED.wire() : status);
  }
}
