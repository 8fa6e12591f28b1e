package dev.muster.tasks;

import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** What must hold in PostgreSQL whatever happened. */
final class Invariants {
  private Invariants() {}

  static int acceptedOutcomes(DataSource database, UUID taskId) throws SQLException {
    return count(
        database, "select count(*) from attempt where task_id = ? and outcome = 'done'", taskId);
  }

  static int attempts(DataSource database, UUID taskId) throws SQLException {
    return count(database, "select count(*) from attempt where task_id = ?", taskId);
  }

  /** The attempt of a task that runs. */
  static AttemptRef running(DataSource database, UUID taskId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select lease_id, attempt from task where id = ?")) {
      statement.setObject(1, taskId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new AttemptRef(taskId, rows.getString(1), rows.getInt(2));
      }
    }
  }

  private static int count(DataSource database, String sql, UUID taskId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, taskId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
