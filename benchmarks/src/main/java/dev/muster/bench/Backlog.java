package dev.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.api.Api;
import dev.muster.wire.FrameCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Fills the tables of tasks: submits a task for each absent agent and owner, takes one that is
 * done, and copies their rows, in every table that has rows of a task, under new ids of about now.
 * It names no columns but the ids, so that it copies whatever a task is made of.
 */
final class Backlog {
  private static final int BATCH = 500_000;

  /** Tables of the schema that aren't part of another one, with the column that is a task's id. */
  private static final String TABLES =
      """
      select c.table_name, c.column_name
      from information_schema.columns c
      join pg_class t on t.relname = c.table_name and t.relnamespace = 'task'::regnamespace
      where c.table_schema = 'task' and t.relkind in ('r', 'p') and not t.relispartition
        and (c.table_name = 'task' and c.column_name = 'id' or c.column_name = 'task_id')
      """;

  private static final String OTHER_COLUMNS =
      """
      select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
      from information_schema.columns
      where table_schema = 'task' and table_name = ? and column_name <> ? and is_generated = 'NEVER'
      """;

  /** A UUIDv7 for a number: some thousand a second, up to the given time. */
  private static final String COPY =
      """
      insert into task.%1$s (%2$s, %3$s)
      select (lpad(to_hex(? - i / 3), 12, '0') || '70008' || lpad(to_hex(i), 15, '0'))::uuid, %3$s
      from generate_series(?::bigint, ?::bigint) i, task.%1$s
      where %2$s = ?
      """;

  private record Table(String name, String id, String others) {}

  private final TaskStand stand;
  private final Roundtrip trip;
  private final long now = System.currentTimeMillis();
  private long next = 1;

  Backlog(TaskStand stand, Roundtrip trip) {
    this.stand = stand;
    this.trip = trip;
  }

  /** Seconds that it took. */
  double load(int queued, int finished) throws Exception {
    long began = System.nanoTime();
    List<UUID> waiting = submit();
    UUID done =
        UUID.fromString(
            FrameCodec.JSON.readTree(trip.tally().sample().peek()).path("task_id").asText());
    try (Connection connection = stand.platform().postgres().connect("muster");
        Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      // What is copied refers to what is there.
      statement.execute("set session_replication_role = replica");
      List<Table> tables = tables(connection);
      for (UUID template : waiting) {
        copy(connection, tables, template, queued / waiting.size());
      }
      copy(connection, tables, done, finished);
      statement.execute("set session_replication_role = origin");
      // As autovacuum leaves it after a while.
      for (Table table : tables) {
        statement.execute("vacuum analyze task." + table.name());
      }
      statement.execute("checkpoint");
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private List<UUID> submit() throws Exception {
    List<UUID> submitted = new ArrayList<>();
    Api admin = Api.at(stand.tasks().url()).withToken(stand.platform().accounts().admin().token());
    for (Api owner : List.of(stand.user(), admin)) {
      for (UUID agent : trip.absent()) {
        Api.Answer answer =
            owner.post(
                "/api/v1/tasks",
                Map.of("type", "backlog", "agent_id", agent.toString(), "input", Map.of("n", 1)));
        if (!answer.ok()) {
          throw new IllegalStateException("submit failed: HTTP " + answer.status());
        }
        JsonNode id = answer.body().path("task_id");
        submitted.add(UUID.fromString(id.asText()));
      }
    }
    return submitted;
  }

  private void copy(Connection connection, List<Table> tables, UUID template, int count)
      throws SQLException {
    for (int rest = count; rest > 0; rest -= BATCH) {
      long last = next + Math.min(rest, BATCH) - 1;
      for (Table table : tables) {
        String sql = COPY.formatted(table.name(), table.id(), table.others());
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
          insert.setLong(1, now);
          insert.setLong(2, next);
          insert.setLong(3, last);
          insert.setObject(4, template);
          insert.executeUpdate();
        }
      }
      next = last + 1;
    }
  }

  private static List<Table> tables(Connection connection) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        String name = rows.getString(1);
        String id = rows.getString(2);
        tables.add(new Table(name, id, others(connection, name, id)));
      }
    }
    return tables;
  }

  private static String others(Connection connection, String table, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OTHER_COLUMNS)) {
      statement.setString(1, table);
      statement.setString(2, id);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
