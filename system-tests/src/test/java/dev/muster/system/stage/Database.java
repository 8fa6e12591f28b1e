package dev.muster.system.stage;

import dev.muster.platform.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What PostgreSQL says, asked past all services. */
public final class Database {
  private final PostgresServer server;

  public Database(PostgresServer server) {
    this.server = server;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A connection in task-service's schema. */
  public Connection connect() throws SQLException {
    Connection connection = server.connect("muster");
    try (Statement statement = connection.createStatement()) {
      statement.execute("set search_path = task");
    }
    return connection;
  }

  public <T> List<T> query(String sql, Reader<T> reader, Object... arguments) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        Object argument = arguments[i];
        statement.setObject(
            i + 1,
            argument instanceof Collection<?> ids
                ? connection.createArrayOf("uuid", ids.toArray())
                : argument);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  public int count(String sql, Object... arguments) throws SQLException {
    return query(sql, row -> row.getInt(1), arguments).getFirst();
  }

  /** Those of these tasks that are neither done nor failed nor canceled. */
  public int unfinished(Collection<UUID> taskIds) throws SQLException {
    return count("select count(*) from task where id = any (?) and finished_at is null", taskIds);
  }

  /** Where an agent's newest attempt at a task runs; null when nobody runs it. */
  public UUID holder(UUID taskId) throws SQLException {
    return query(
            "select agent_id from task where id = ? and accepted_at is not null",
            row -> row.getObject(1, UUID.class),
            taskId)
        .stream()
        .findFirst()
        .orElse(null);
  }
}
