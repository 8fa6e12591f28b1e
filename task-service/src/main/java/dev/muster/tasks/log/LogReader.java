package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.LogContent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Reads output as one run of bytes: the attempts' outputs one after the other, each up to its first
 * gap.
 */
@ApplicationScoped
class LogReader {
  /** Bytes in one answer, at most. */
  static final int MOST = 1 << 20;

  /** Output that hasn't come a minute after the outcome isn't waited for any more. */
  private static final String TASK =
      """
      select status, coalesce(finished_at < now() - interval '1 minute', false) as settled
      from task
      where id = ? and (owner_id = ? or ?)
      """;

  /** Through the primary key; starts at the piece that holds the position. */
  private static final String PIECES =
      """
      select position, content
      from task_log
      where task_id = ? and phase = ? and attempt = ?
        and position >= coalesce((
          select max(position) from task_log
          where task_id = ? and phase = ? and attempt = ? and position <= ?), 0)
      order by position
      """;

  /**
   * A run of output.
   *
   * @param complete the task has ended and this is its last part
   * @param cutAt the first offset at which output is missing because the task had too much; null
   *     when none is
   */
  record Part(
      String phase,
      long offset,
      long nextOffset,
      boolean complete,
      Long cutAt,
      LogContent content) {}

  record State(boolean ended, boolean settled) {
    static State of(ResultSet row) throws SQLException {
      return new State(
          TaskStatus.parse(row.getString("status")).orElseThrow().terminal(),
          row.getBoolean("settled"));
    }
  }

  Part read(
      Connection connection, UUID taskId, UUID callerId, boolean admin, String phase, long offset)
      throws SQLException {
    State task = state(connection, taskId, callerId, admin);
    List<LogExtents.Extent> extents = LogExtents.all(connection, taskId, phase);
    long end = extents.stream().mapToLong(LogExtents.Extent::bytes).sum();
    if (offset > end) {
      throw ContractException.wrongOffset("the output has " + end + " bytes so far", end);
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    long base = 0;
    Long cutAt = null;
    for (LogExtents.Extent extent : extents) {
      if (cutAt == null && extent.cutAt() != null) {
        cutAt = base + extent.cutAt();
      }
      long from = offset + content.size() - base;
      if (from >= 0 && from < extent.bytes() && content.size() < MOST) {
        append(connection, taskId, phase, extent.attempt(), from, content, MOST);
      }
      base += extent.bytes();
    }
    long next = offset + content.size();
    // Only the last attempt can still fill a gap.
    boolean whole = task.settled() || extents.isEmpty() || !extents.getLast().gap();
    return new Part(
        phase,
        offset,
        next,
        task.ended() && next == end && whole,
        cutAt,
        new LogContent(content.toByteArray()));
  }

  /** Throws 2001 also for another owner's task. */
  static State state(Connection connection, UUID taskId, UUID callerId, boolean admin)
      throws SQLException {
    return Sql.query(
            connection, TASK, State::of, Sql.value(taskId), Sql.value(callerId), Sql.value(admin))
        .stream()
        .findFirst()
        .orElseThrow(() -> ContractException.notFound("task"));
  }

  /** Adds what follows the position in one attempt, up to its first gap. */
  static void append(
      Connection connection,
      UUID taskId,
      String phase,
      int attempt,
      long from,
      ByteArrayOutputStream content,
      int most)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PIECES)) {
      statement.setFetchSize(16);
      statement.setObject(1, taskId);
      statement.setString(2, phase);
      statement.setInt(3, attempt);
      statement.setObject(4, taskId);
      statement.setString(5, phase);
      statement.setInt(6, attempt);
      statement.setLong(7, from);
      long position = from;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next() && content.size() < most) {
          long at = rows.getLong(1);
          byte[] bytes = rows.getBytes(2);
          if (at > position) {
            return;
          }
          int skip = (int) (position - at);
          int length = Math.min(bytes.length - skip, most - content.size());
          if (length > 0) {
            content.write(bytes, skip, length);
            position += length;
          }
        }
      }
    }
  }
}
