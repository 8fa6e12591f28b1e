package dev.muster.tasks.plan;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Values that there are, as literals. */
final class Sample {
  /** Fifty tasks that a round could claim. */
  static final String READY =
      "select %s from task where status = 'queued' and stage is null order by id limit 50";

  private final Connection connection;

  Sample(Connection connection) {
    this.connection = connection;
  }

  String one(String query) throws SQLException {
    return Sql.query(connection, query, row -> row.getString(1)).getFirst();
  }

  /** An array of the first column. */
  String many(String query) throws SQLException {
    List<String> values = Sql.query(connection, query, row -> row.getString(1));
    return "{" + String.join(",", values) + "}";
  }

  /** An array of a column of fifty running tasks. */
  String ofRunning(String column) throws SQLException {
    return many("select " + column + " from task where status = 'running' order by id limit 50");
  }

  static String same(String value, int times) {
    return "{" + String.join(",", java.util.Collections.nCopies(times, value)) + "}";
  }
}
