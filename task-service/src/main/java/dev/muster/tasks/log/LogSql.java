package dev.muster.tasks.log;

import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Statements that store output. */
final class LogSql {
  /**
   * By primary keys. The status doesn't matter: output may be stored after the outcome. A task that
   * waits has neither lease nor agent.
   */
  private static final String HOLDERS =
      """
      select t.id, t.lease_id, t.attempt,
        t.status <> 'running' or t.accepted_at is not null as accepted,
        t.id is null and exists (
          select 1 from attempt a
          where a.task_id = u.id and a.agent_id = u.agent_id
            and (u.lease_id is null or a.lease_id = u.lease_id)
            and (u.attempt = 0 or a.number = u.attempt)) as held_before
      from unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[]) with ordinality
        as u(id, lease_id, attempt, agent_id, nr)
      left join task t on t.id = u.id and t.agent_id = u.agent_id
        and (u.lease_id is null or t.lease_id = u.lease_id)
        and (u.attempt = 0 or t.attempt = u.attempt)
      order by u.nr
      """;

  /** One writer at a time for each task, over all replicas; in one order. */
  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtextextended('log ' || id, 0))
      from unnest(?::text[]) as u(id)
      """;

  /** By primary key: as many rows as the tasks have attempts and phases. */
  private static final String EXTENTS =
      """
      select task_id, phase, attempt, bytes, furthest, stored, cut_at
      from log_extent
      where task_id = any (?::uuid[])
      """;

  /** By primary key: what came too early. */
  private static final String EARLY =
      """
      select position, length from task_log
      where task_id = ? and phase = ? and attempt = ? and position > ?
      """;

  private static final String KEEP =
      """
      insert into log_extent (task_id, phase, attempt, bytes, furthest, stored, cut_at)
      select * from unnest(?::uuid[], ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::bigint[])
      on conflict (task_id, phase, attempt) do update
      set bytes = excluded.bytes, furthest = excluded.furthest, stored = excluded.stored,
        cut_at = excluded.cut_at
      """;

  private static final String INSERT =
      """
      insert into task_log (task_id, phase, attempt, position, length, stream, content)
      select id, phase, attempt, position, length(content), stream, content
      from unnest(?::uuid[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::bytea[])
        as u(id, phase, attempt, position, stream, content)
      """;

  private static final String DROP =
      "delete from task_log where task_id = ? and phase = ? and attempt = ? and position >= ?";

  /** By primary key; begins with the piece that holds the first byte. */
  private static final String STORED =
      """
      select position, content from task_log
      where task_id = ? and phase = ? and attempt = ? and position < ?
        and position >= coalesce((
          select max(position) from task_log
          where task_id = ? and phase = ? and attempt = ? and position <= ?), 0)
      """;

  private LogSql() {}

  /** One for each write. */
  static List<LogHolder> holders(Connection connection, List<LogWrite> writes) throws SQLException {
    return Sql.query(
        connection,
        HOLDERS,
        LogSql::holder,
        column("uuid", writes, LogWrite::taskId),
        column("text", writes, LogWrite::leaseId),
        column("int4", writes, LogWrite::attempt),
        column("uuid", writes, LogWrite::agentId));
  }

  private static LogHolder holder(ResultSet row) throws SQLException {
    UUID taskId = row.getObject("id", UUID.class);
    return new LogHolder(
        taskId == null
            ? null
            : new AttemptRef(taskId, row.getString("lease_id"), row.getInt("attempt")),
        row.getBoolean("accepted"),
        row.getBoolean("held_before"));
  }

  static void lock(Connection connection, Collection<UUID> taskIds) throws SQLException {
    List<String> ordered = taskIds.stream().map(UUID::toString).sorted().toList();
    Sql.query(connection, LOCK, row -> true, Sql.array("text", ordered));
  }

  static Collection<LogExtent> extents(Connection connection, Collection<UUID> taskIds)
      throws SQLException {
    Map<LogExtent, Long> all = new HashMap<>();
    Sql.query(
        connection,
        EXTENTS,
        row -> all.put(extent(row), row.getLong("furthest")),
        Sql.array("uuid", List.copyOf(taskIds)));
    for (Map.Entry<LogExtent, Long> each : all.entrySet()) {
      if (each.getValue() > each.getKey().bytes()) {
        findEarly(connection, each.getKey());
      }
    }
    return all.keySet();
  }

  private static LogExtent extent(ResultSet row) throws SQLException {
    return new LogExtent(
        new LogExtent.Key(
            row.getObject("task_id", UUID.class), row.getString("phase"), row.getInt("attempt")),
        row.getLong("bytes"),
        row.getLong("stored"),
        row.getObject("cut_at", Long.class));
  }

  private static void findEarly(Connection connection, LogExtent extent) throws SQLException {
    Sql.query(
        connection,
        EARLY,
        row -> {
          extent.found(row.getLong("position"), row.getInt("length"));
          return true;
        },
        Sql.value(extent.key().taskId()),
        Sql.value(extent.key().phase()),
        Sql.value(extent.key().attempt()),
        Sql.value(extent.bytes()));
  }

  static void keep(Connection connection, List<LogExtent> extents) throws SQLException {
    if (extents.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        KEEP,
        column("uuid", extents, extent -> extent.key().taskId()),
        column("text", extents, extent -> extent.key().phase()),
        column("int4", extents, extent -> extent.key().attempt()),
        column("int8", extents, LogExtent::bytes),
        column("int8", extents, LogExtent::furthest),
        column("int8", extents, LogExtent::stored),
        column("int8", extents, LogExtent::cutAt));
  }

  static void insert(Connection connection, List<LogPiece> pieces) throws SQLException {
    if (pieces.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        INSERT,
        column("uuid", pieces, piece -> piece.key().taskId()),
        column("text", pieces, piece -> piece.key().phase()),
        column("int4", pieces, piece -> piece.key().attempt()),
        column("int8", pieces, LogPiece::position),
        column("text", pieces, piece -> piece.stream().wire()),
        Sql.byteArrays(pieces.stream().map(piece -> piece.content().bytes()).toList()));
  }

  /** What is stored from that position on. */
  static void drop(Connection connection, LogExtent.Key key, long from) throws SQLException {
    Sql.update(
        connection,
        DROP,
        Sql.value(key.taskId()),
        Sql.value(key.phase()),
        Sql.value(key.attempt()),
        Sql.value(from));
  }

  /** Whether what is stored in the place of a write, up to the end, is what it says. */
  static boolean agrees(Connection connection, LogExtent.Key key, LogWrite write, long end)
      throws SQLException {
    return Sql.query(
            connection,
            STORED,
            row -> agrees(write, end, row.getLong("position"), row.getBytes("content")),
            Sql.value(key.taskId()),
            Sql.value(key.phase()),
            Sql.value(key.attempt()),
            Sql.value(end),
            Sql.value(key.taskId()),
            Sql.value(key.phase()),
            Sql.value(key.attempt()),
            Sql.value(write.offset()))
        .stream()
        .allMatch(same -> same);
  }

  private static boolean agrees(LogWrite write, long end, long position, byte[] stored) {
    long from = Math.max(write.offset(), position);
    long to = Math.min(end, position + stored.length);
    return from >= to
        || Arrays.equals(
            write.content().bytes(),
            (int) (from - write.offset()),
            (int) (to - write.offset()),
            stored,
            (int) (from - position),
            (int) (to - position));
  }

  private static <T> Sql.Param column(String type, List<T> rows, Function<T, Object> value) {
    return Sql.array(type, rows.stream().map(value).toList());
  }
}
