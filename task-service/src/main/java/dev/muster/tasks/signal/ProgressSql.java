package dev.muster.tasks.signal;

import dev.muster.task.Stages;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stores the latest progress of each attempt. */
final class ProgressSql {
  /** By primary key. A cancel under way keeps its stage. */
  private static final String STORE =
      """
      update task t
      set percent = coalesce(u.percent, t.percent),
        stage = case when t.cancel_requested_at is null then coalesce(u.stage, t.stage)
          else t.stage end
      from (
        select t.id, u.percent, u.stage
        from task t
        join unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[], ?::real[], ?::text[])
          as u(id, lease_id, attempt, agent_id, percent, stage)
          on t.id = u.id and t.lease_id = u.lease_id and t.attempt = u.attempt
            and t.agent_id = u.agent_id
        where t.status = 'running'
        order by t.id
        for update of t
      ) u
      where t.id = u.id
      returning t.id, t.lease_id, t.attempt, t.owner_id, t.namespace
      """;

  /** By primary key. */
  private static final String RUNNING =
      """
      select t.id, t.lease_id, t.attempt, t.owner_id, t.namespace
      from task t
      join unnest(?::uuid[], ?::text[], ?::int[]) as u(id, lease_id, attempt)
        on t.id = u.id and t.lease_id = u.lease_id and t.attempt = u.attempt
      where t.status = 'running'
      order by t.id
      for update of t
      """;

  private ProgressSql() {}

  /** Who is told about the progress. */
  record Owner(UUID ownerId, String namespace) {}

  static Map<AttemptRef, Owner> store(Connection connection, List<AttemptSignal> progress)
      throws SQLException {
    if (progress.isEmpty()) {
      return Map.of();
    }
    Map<AttemptRef, AttemptSignal> last = new LinkedHashMap<>();
    progress.forEach(signal -> last.put(signal.signal().attempt(), signal));
    Collection<AttemptSignal> signals = last.values();
    List<AgentSignal.TaskProgress> said =
        signals.stream().map(signal -> (AgentSignal.TaskProgress) signal.signal()).toList();
    return owners(
        Sql.query(
            connection,
            STORE,
            ProgressSql::owner,
            Sql.array("uuid", said.stream().map(s -> s.attempt().taskId()).toList()),
            Sql.array("text", said.stream().map(s -> s.attempt().leaseId()).toList()),
            Sql.array("int4", said.stream().map(s -> s.attempt().attempt()).toList()),
            Sql.array("uuid", signals.stream().map(s -> s.entry().agentId()).toList()),
            Sql.array(
                "float4",
                said.stream()
                    .map(s -> s.percent() == null ? null : s.percent().floatValue())
                    .toList()),
            Sql.array("text", said.stream().map(ProgressSql::stage).toList())));
  }

  /** Those of the attempts that still run, whose rows are locked. */
  static Map<AttemptRef, Owner> running(Connection connection, List<AttemptSignal> progress)
      throws SQLException {
    List<AttemptRef> attempts =
        progress.stream().map(signal -> signal.signal().attempt()).distinct().toList();
    return owners(
        Sql.query(
            connection,
            RUNNING,
            ProgressSql::owner,
            Sql.array("uuid", attempts.stream().map(AttemptRef::taskId).toList()),
            Sql.array("text", attempts.stream().map(AttemptRef::leaseId).toList()),
            Sql.array("int4", attempts.stream().map(AttemptRef::attempt).toList())));
  }

  private static Map<AttemptRef, Owner> owners(List<Map.Entry<AttemptRef, Owner>> rows) {
    Map<AttemptRef, Owner> owners = new HashMap<>();
    rows.forEach(row -> owners.put(row.getKey(), row.getValue()));
    return owners;
  }

  private static Map.Entry<AttemptRef, Owner> owner(ResultSet row) throws SQLException {
    return Map.entry(
        new AttemptRef(
            row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt")),
        new Owner(row.getObject("owner_id", UUID.class), row.getString("namespace")));
  }

  private static String stage(AgentSignal.TaskProgress said) {
    return said.stage() == null || said.stage().isEmpty() || Stages.SERVERS.contains(said.stage())
        ? null
        : said.stage().replace('\0', '\uFFFD');
  }
}
