package dev.muster.bench;

import dev.muster.id.Ids;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** The two commits of a task at their narrowest. */
final class LimitSql implements AutoCloseable {
  static final String TABLES =
      """
      create table task (
        id uuid primary key,
        route_id bigint not null,
        priority smallint not null,
        status text not null,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        input text not null
      ) with (fillfactor = 85);
      create index task_ready on task (route_id, priority desc, id) where status = 'queued';
      create table outcome (
        task_id uuid primary key,
        at timestamptz not null default now(),
        result text not null
      );
      """;

  private static final String INSERT =
      """
      insert into task (id, route_id, priority, status, input)
      select id, 1, 0, 'queued', '{"n":1}' from unnest(?::uuid[]) id
      """;

  private static final String UPDATE =
      """
      update task t set status = 'done', finished_at = now()
      from unnest(?::uuid[]) as one (id) where t.id = one.id and t.status = 'queued'
      """;

  private static final String OUTCOME =
      """
      insert into outcome (task_id, result) select id, '{"ok":true}' from unnest(?::uuid[]) id
      """;

  private static final String INSERT_ONE =
      "insert into task (id, route_id, priority, status, input) values (?, 1, 0, 'queued',"
          + " '{\"n\":1}')";

  private static final String UPDATE_ONE =
      "update task set status = 'done', finished_at = now() where id = ? and status = 'queued'";

  private static final String OUTCOME_ONE =
      "insert into outcome (task_id, result) values (?, '{\"ok\":true}')";

  private final Connection connection;
  private final int batch;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement outcome;

  LimitSql(Connection connection, int batch) throws SQLException {
    this.connection = connection;
    this.batch = batch;
    connection.setAutoCommit(false);
    insert = connection.prepareStatement(batch == 1 ? INSERT_ONE : INSERT);
    update = connection.prepareStatement(batch == 1 ? UPDATE_ONE : UPDATE);
    outcome = connection.prepareStatement(batch == 1 ? OUTCOME_ONE : OUTCOME);
  }

  /** A batch of tasks from the beginning to the end. */
  void tasks() throws SQLException {
    UUID[] ids = new UUID[batch];
    for (int i = 0; i < batch; i++) {
      ids[i] = Ids.next();
    }
    Array array = batch == 1 ? null : connection.createArrayOf("uuid", ids);
    run(insert, ids[0], array);
    connection.commit();
    run(update, ids[0], array);
    run(outcome, ids[0], array);
    connection.commit();
  }

  private static void run(PreparedStatement statement, UUID one, Array array) throws SQLException {
    if (array == null) {
      statement.setObject(1, one);
    } else {
      statement.setArray(1, array);
    }
    statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    outcome.close();
  }
}
