package dev.muster.tasks.log;

import dev.muster.tasks.signal.AttemptSignal;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AgentSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Statements that store output. */
final class LogSql {
  /** By primary key. The status doesn't matter: output may be stored after the outcome. */
  private static final String HELD =
      """
      select u.nr
      from unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[]) with ordinality
        as u(id, lease_id, attempt, agent_id, nr)
      join task t on t.id = u.id and t.lease_id = u.lease_id and t.attempt = u.attempt
        and t.agent_id = u.agent_id
      """;

  private static final String INSERT =
      """
      insert into task_log (task_id, phase, attempt, position, length, stream, content)
      select id, phase, attempt, position, length(content), stream, content
      from unnest(?::uuid[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::bytea[])
        as u(id, phase, attempt, position, stream, content)
      order by id, phase, attempt, position
      on conflict do nothing
      returning task_id, phase, attempt, position
      """;

  private LogSql() {}

  static List<LogPiece> held(Connection connection, List<AttemptSignal> signals)
      throws SQLException {
    if (signals.isEmpty()) {
      return List.of();
    }
    return Sql.query(
        connection,
        HELD,
        row -> new LogPiece(signals.get(row.getInt("nr") - 1)),
        Sql.array("uuid", signals.stream().map(s -> s.signal().attempt().taskId()).toList()),
        Sql.array("text", signals.stream().map(s -> s.signal().attempt().leaseId()).toList()),
        Sql.array("int4", signals.stream().map(s -> s.signal().attempt().attempt()).toList()),
        Sql.array("uuid", signals.stream().map(s -> s.entry().agentId()).toList()));
  }

  static Set<LogPiece.Place> insert(Connection connection, List<LogPiece> pieces)
      throws SQLException {
    if (pieces.isEmpty()) {
      return new HashSet<>();
    }
    List<AgentSignal.TaskLog> logs = pieces.stream().map(LogPiece::log).toList();
    return new HashSet<>(
        Sql.query(
            connection,
            INSERT,
            row ->
                new LogPiece.Place(
                    row.getObject("task_id", UUID.class),
                    row.getString("phase"),
                    row.getInt("attempt"),
                    row.getLong("position")),
            Sql.array("uuid", logs.stream().map(log -> log.attempt().taskId()).toList()),
            Sql.array("text", logs.stream().map(AgentSignal.TaskLog::phase).toList()),
            Sql.array("int4", logs.stream().map(log -> log.attempt().attempt()).toList()),
            Sql.array("int8", logs.stream().map(AgentSignal.TaskLog::offset).toList()),
            Sql.array("text", logs.stream().map(log -> log.stream().wire()).toList()),
            Sql.byteArrays(logs.stream().map(log -> log.content().bytes()).toList())));
  }
}
