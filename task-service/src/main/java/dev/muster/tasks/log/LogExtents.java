package dev.muster.tasks.log;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** How far the output of each attempt goes, as readers see it. */
final class LogExtents {
  /** By primary key: as many rows as there are attempts. */
  private static final String FROM =
      """
      select attempt, bytes, furthest, cut_at from log_extent
      where task_id = ? and phase = ? and attempt >= ?
      order by attempt
      limit ?
      """;

  private LogExtents() {}

  /**
   * Of one attempt.
   *
   * @param bytes without a gap, a mark at the end included
   * @param gap whether something was stored beyond
   * @param cutAt where the mark begins; null without one
   */
  record Extent(int attempt, long bytes, boolean gap, Long cutAt) {
    static Extent of(ResultSet row) throws SQLException {
      long bytes = row.getLong("bytes");
      Long cutAt = row.getObject("cut_at", Long.class);
      return new Extent(
          row.getInt("attempt"),
          bytes,
          row.getLong("furthest") > bytes,
          cutAt != null && cutAt < bytes ? cutAt : null);
    }
  }

  static List<Extent> all(Connection connection, UUID taskId, String phase) throws SQLException {
    return from(connection, taskId, phase, 0, Integer.MAX_VALUE);
  }

  /** Of that attempt and later ones. */
  static List<Extent> from(Connection connection, UUID taskId, String phase, int attempt, int most)
      throws SQLException {
    return Sql.query(
        connection,
        FROM,
        Extent::of,
        Sql.value(taskId),
        Sql.value(phase),
        Sql.value(attempt),
        Sql.value(most));
  }
}
