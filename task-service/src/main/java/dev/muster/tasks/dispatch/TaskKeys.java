package dev.muster.tasks.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a task shares with others beside its route.
 *
 * @param concurrencyKey null when it may run beside any number of others
 * @param rateKey null when it may start at any time, also because it had its turn
 * @param spacing between two starts with the rate key, in microseconds
 */
record TaskKeys(String concurrencyKey, int concurrencyLimit, String rateKey, long spacing) {
  static final TaskKeys NONE = new TaskKeys(null, 0, null, 0);

  static TaskKeys of(ResultSet row) throws SQLException {
    return new TaskKeys(
        row.getString("concurrency_key"),
        row.getInt("concurrency_limit"),
        row.getString("rate_limit_key"),
        row.getLong("spacing"));
  }
}
