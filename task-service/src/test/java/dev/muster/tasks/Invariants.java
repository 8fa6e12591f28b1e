package dev.muster.tasks;

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
