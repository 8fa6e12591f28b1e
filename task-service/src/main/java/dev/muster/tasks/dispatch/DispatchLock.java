package dev.muster.tasks.dispatch;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One dispatch round at a time per namespace, over all replicas, so that credit is counted by one
 * and never exceeded. A lock in memory, gone with the transaction.
 */
public final class DispatchLock {
  private static final String TAKE =
      "select pg_advisory_xact_lock(hashtextextended('dispatch ' || ?, 0))";

  private static final String TRY =
      "select pg_try_advisory_xact_lock(hashtextextended('dispatch ' || ?, 0))";

  private DispatchLock() {}

  /** Waits for the round that is under way. */
  public static void take(Connection connection, String namespace) throws SQLException {
    Sql.query(connection, TAKE, row -> true, Sql.value(namespace));
  }

  /** False when another round is under way. */
  static boolean tryTake(Connection connection, String namespace) throws SQLException {
    return Sql.query(connection, TRY, row -> row.getBoolean(1), Sql.value(namespace)).getFirst();
  }
}
