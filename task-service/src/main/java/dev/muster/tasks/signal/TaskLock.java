package dev.muster.tasks.signal;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/**
 * The rows of all tasks of a batch whose parts are written one after the other: locked at once, in
 * id order, so that two batches can't wait for each other.
 */
final class TaskLock {
  /** By primary key. */
  private static final String LOCK =
      "select 1 from task where id = any (?::uuid[]) order by id for update";

  private TaskLock() {}

  static void take(Connection connection, Collection<UUID> taskIds) throws SQLException {
    Sql.query(
        connection, LOCK, row -> true, Sql.array("uuid", taskIds.stream().distinct().toList()));
  }
}
