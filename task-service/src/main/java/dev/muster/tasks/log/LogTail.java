package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.kit.db.Transactions;
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
   * @param cutAt the offset in it at which output is missing because the task had too much, else
   *     null
   */
  record Look(LogCursor next, LogContent content, boolean complete, Long cutAt) {}

  /** Where the query's offset is. Throws 2001, and 2004 beyond the end. */
  LogCursor locate(LogQuery query, UUID callerId, boolean admin) {
    return transactions.inTransaction(
        connection -> {
          LogReader.state(connection, query.taskId(), callerId, admin);
          LogCursor at = new LogCursor(0, 0, 0);
          for (LogExtents.Extent extent :
              LogExtents.all(connection, query.taskId(), query.phase())) {
            at = at.next(extent.attempt());
            if (query.offset() - at.base() < extent.bytes()) {
              return at.plus(query.offset() - at.base());
            }
            at = at.plus(extent.bytes());
          }
          if (query.offset() > at.offset()) {
            throw ContractException.wrongOffset(
                "the output has " + at.offset() + " bytes so far", at.offset());
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
      // After the bytes: a mark that was read is known here.
      List<LogExtents.Extent> extents =
          LogExtents.from(connection, query.taskId(), query.phase(), at.attempt(), 2);
      LogExtents.Extent own = extents.isEmpty() ? null : extents.getFirst();
      LogExtents.Extent later = extents.isEmpty() ? null : extents.getLast();
      own = own != null && own.attempt() == at.attempt() ? own : null;
      later = later != null && later.attempt() > at.attempt() ? later : null;
      if (content.size() > 0) {
        return found(at, content.toByteArray(), later != null || task.ended(), own);
      }
      if (later == null) {
        boolean whole = task.settled() || own == null || !own.gap();
        return new Look(at, new LogContent(new byte[0]), task.ended() && whole, null);
      }
      at = at.next(later.attempt());
    }
  }

  /** A character that has only begun is left for the next look, unless its rest can't come. */
  private static Look found(LogCursor at, byte[] bytes, boolean last, LogExtents.Extent extent) {
    int begun = Utf8Tail.incomplete(bytes, 0, bytes.length);
    int whole = begun == bytes.length && last ? bytes.length : bytes.length - begun;
    return new Look(
        at.plus(whole),
        new LogContent(Arrays.copyOf(bytes, whole)),
        false,
        isCutIn(at.position(), whole, extent) ? at.base() + extent.cutAt() : null);
  }

  private static boolean isCutIn(long position, int bytes, LogExtents.Extent extent) {
    return extent != null
        && extent.cutAt() != null
        && extent.cutAt() >= position
        && extent.cutAt() < position + bytes;
  }
}
