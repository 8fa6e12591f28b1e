package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.LogContent;
import dev.muster.wire.Utf8Tail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Reads on where the last look ended, at a cost that doesn't depend on how much came before. The
 * same run of bytes as {@link LogReader}'s.
 */
@ApplicationScoped
class LogTail {
  /** Bytes of one look, about. */
  private static final int CHUNK = 64 << 10;

  /** By primary key. */
  private static final String LATER_ATTEMPT =
      "select min(attempt) from task_log where task_id = ? and phase = ? and attempt > ?";

  /** By primary key. */
  private static final String BEYOND_A_GAP =
      """
      select 1 from task_log
      where task_id = ? and phase = ? and attempt = ? and position > ?
      limit 1
      """;

  private final Transactions transactions;

  @Inject
  LogTail(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What there is now; all of one attempt.
   *
   * @param content empty when there is nothing new
   * @param complete the task has ended and nothing more comes
   */
  record Look(LogCursor next, LogContent content, boolean complete) {}

  /** Where the query's offset is. Throws 2001, and 2004 beyond the end. */
  LogCursor locate(LogQuery query, UUID callerId, boolean admin) {
    return transactions.inTransaction(
        connection -> {
          LogReader.state(connection, query.taskId(), callerId, admin);
          LogCursor at = new LogCursor(0, 0, 0);
          List<LogReader.Extent> extents =
              LogReader.extents(connection, query.taskId(), query.phase());
          for (LogReader.Extent extent : extents) {
            at = at.next(extent.attempt());
            if (query.offset() - at.base() < extent.bytes()) {
              return at.plus(query.offset() - at.base());
            }
            at = at.plus(extent.bytes());
          }
          if (query.offset() > at.offset()) {
            throw new ContractException(
                ErrorCode.WRONG_OFFSET, "the output has " + at.offset() + " bytes so far");
          }
          return at;
        });
  }

  Look look(LogQuery query, LogCursor from, UUID callerId, boolean admin) {
    return transactions.inTransaction(connection -> look(connection, query, from, callerId, admin));
  }

  private static Look look(
      Connection connection, LogQuery query, LogCursor from, UUID callerId, boolean admin)
      throws SQLException {
    // First: what was stored before the end is then seen below.
    LogReader.State task = LogReader.state(connection, query.taskId(), callerId, admin);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    LogCursor at = from;
    while (true) {
      LogReader.append(
          connection, query.taskId(), query.phase(), at.attempt(), at.position(), content, CHUNK);
      Integer later = laterAttempt(connection, query, at);
      if (content.size() > 0) {
        return found(at, content.toByteArray(), later != null || task.ended());
      }
      if (later == null) {
        boolean complete = task.ended() && (task.settled() || !isBeforeAGap(connection, query, at));
        return new Look(at, new LogContent(new byte[0]), complete);
      }
      at = at.next(later);
    }
  }

  /** A character that has only begun is left for the next look, unless its rest can't come. */
  private static Look found(LogCursor at, byte[] bytes, boolean last) {
    int begun = Utf8Tail.incomplete(bytes, 0, bytes.length);
    int whole = begun == bytes.length && last ? bytes.length : bytes.length - begun;
    return new Look(at.plus(whole), new LogContent(Arrays.copyOf(bytes, whole)), false);
  }

  private static Integer laterAttempt(Connection connection, LogQuery query, LogCursor at)
      throws SQLException {
    return Sql.query(
            connection,
            LATER_ATTEMPT,
            row -> row.getObject(1, Integer.class),
            Sql.value(query.taskId()),
            Sql.value(query.phase()),
            Sql.value(at.attempt()))
        .getFirst();
  }

  private static boolean isBeforeAGap(Connection connection, LogQuery query, LogCursor at)
      throws SQLException {
    return !Sql.query(
            connection,
            BEYOND_A_GAP,
            row -> true,
            Sql.value(query.taskId()),
            Sql.value(query.phase()),
            Sql.value(at.attempt()),
            Sql.value(at.position()))
        .isEmpty();
  }
}
