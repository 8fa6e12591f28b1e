package dev.muster.tasks.retention;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps finished tasks finished while it is decided which of them go, and replicas from deciding at
 * the same time. A lock in memory, gone with the transaction.
 */
public final class RetentionLock {
  private static final String TRY =
      "select pg_try_advisory_xact_lock(hashtextextended('retention', 0))";
  private static final String SHARE =
      "select pg_advisory_xact_lock_shared(hashtextextended('retention', 0))";

  private RetentionLock() {}

  static boolean tryTake(Connection connection) throws SQLException {
    return Sql.query(connection, TRY, row -> row.getBoolean(1)).getFirst();
  }

  /** Before a finished task is made an unfinished one; waits for what is being decided. */
  public static void share(Connection connection) throws SQLException {
    Sql.query(connection, SHARE, row -> true);
  }
}
