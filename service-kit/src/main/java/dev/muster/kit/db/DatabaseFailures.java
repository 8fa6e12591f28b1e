package dev.muster.kit.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What a failure of the database means, found anywhere in its chain of causes. */
public final class DatabaseFailures {
  private static final String CONNECTION_CLASS = "08";

  /** Shut down by the administrator, crashed, starting up; too many connections. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  /** Serialization failure and deadlock. */
  private static final Set<String> CONFLICT = Set.of("40001", "40P01");

  private DatabaseFailures() {}

  /** The database can't be reached, or has no connection to give. */
  public static boolean isAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isAway(sql)) {
        return true;
      }
    }
    return false;
  }

  /** The transaction was rolled back because of others, and may succeed when tried again. */
  public static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && CONFLICT.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAway(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        // A pool that has none to give in time says so without a state.
        || (state == null && failure.getCause() instanceof TimeoutException)
        || (state != null && (state.startsWith(CONNECTION_CLASS) || AWAY.contains(state)));
  }
}
