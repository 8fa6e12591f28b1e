package dev.muster.tasks.log;

import dev.muster.error.ErrorCode;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Pieces that are stored in one transaction, which holds the locks of their tasks. */
final class LogBatch {
  private static final int MOST_PHASES = 64;
  private static final int MOST_EARLY = 10_000;

  private final Connection connection;
  private final long mostBytes;
  private final Map<LogExtent.Key, LogExtent> extents = new HashMap<>();
  private final List<LogPiece> pieces = new ArrayList<>();

  private LogBatch(Connection connection, long mostBytes) {
    this.connection = connection;
    this.mostBytes = mostBytes;
  }

  static LogBatch of(Connection connection, Set<UUID> taskIds, long mostBytes) throws SQLException {
    LogBatch batch = new LogBatch(connection, mostBytes);
    LogSql.lock(connection, taskIds);
    for (LogExtent extent : LogSql.extents(connection, taskIds)) {
      batch.extents.put(extent.key(), extent);
    }
    return batch;
  }

  LogReceipt store(LogWrite write, int attempt) throws SQLException {
    LogExtent.Key key = new LogExtent.Key(write.taskId(), write.phase(), attempt);
    LogExtent extent = extents.get(key);
    if (extent == null) {
      extent = new LogExtent(key);
      if (phases(key) >= MOST_PHASES) {
        return LogReceipt.refused(
            ErrorCode.BAD_PARAMETER, "an attempt has at most " + MOST_PHASES + " phases");
      }
    }
    LogReceipt refusal = refusal(write, extent);
    if (refusal != null) {
      return refusal;
    }
    int saved = fill(write, extent);
    if (extent.isChanged()) {
      extents.put(key, extent);
    }
    return receipt(write, extent, saved);
  }

  /** To be called once, at the end. */
  Set<LogExtent.Key> finish() throws SQLException {
    flush();
    List<LogExtent> changed = extents.values().stream().filter(LogExtent::isChanged).toList();
    LogSql.keep(connection, changed);
    Set<LogExtent.Key> keys = new HashSet<>();
    changed.forEach(extent -> keys.add(extent.key()));
    return keys;
  }

  private long phases(LogExtent.Key key) {
    return extents.keySet().stream()
        .filter(each -> each.taskId().equals(key.taskId()) && each.attempt() == key.attempt())
        .count();
  }

  private LogReceipt refusal(LogWrite write, LogExtent extent) throws SQLException {
    boolean isCut = extent.cutAt() != null;
    if (write.inOrder()) {
      if (!write.isPlaced() || (!isCut && write.offset() > extent.bytes())) {
        return gap(extent);
      }
    } else if (!write.isPlaced() || (!isCut && write.offset() > mostBytes)) {
      return new LogReceipt(ErrorCode.TOO_LARGE, cutSentence(), extent.bytes(), 0);
    }
    boolean isEarly = write.offset() > extent.bytes() && write.content().length() > 0;
    if (!isCut && isEarly && extent.early() >= MOST_EARLY) {
      return gap(extent);
    }
    return write.inOrder() && !agrees(write, extent)
        ? LogReceipt.refused(ErrorCode.CONFLICT, "other bytes are stored in this place")
        : null;
  }

  private static LogReceipt gap(LogExtent extent) {
    return new LogReceipt(
        ErrorCode.WRONG_OFFSET,
        "the output has " + extent.bytes() + " bytes so far",
        extent.bytes(),
        0);
  }

  private int fill(LogWrite write, LogExtent extent) throws SQLException {
    long to = extent.cutAt() == null ? write.end() : Math.min(write.end(), extent.cutAt());
    long before = extent.stored();
    for (LogExtent.Hole hole : extent.holes(write.offset(), to)) {
      long until = Math.min(hole.to(), hole.from() + Math.max(0, mostBytes - stored(write)));
      if (until > hole.from()) {
        pieces.add(
            new LogPiece(
                extent.key(), hole.from(), write.stream(), part(write, hole.from(), until)));
        extent.fill(hole.from(), until);
        extents.put(extent.key(), extent);
      }
      if (until < hole.to()) {
        extent.cut(until);
        break;
      }
    }
    int saved = (int) (extent.stored() - before);
    if (extent.isToBeMarked()) {
      mark(extent);
    }
    return saved;
  }

  /** Of all phases and attempts. */
  private long stored(LogWrite write) {
    return extents.values().stream()
        .filter(extent -> extent.key().taskId().equals(write.taskId()))
        .mapToLong(LogExtent::stored)
        .sum();
  }

  private static LogContent part(LogWrite write, long from, long to) {
    int start = (int) (from - write.offset());
    int end = (int) (to - write.offset());
    return start == 0 && end == write.content().length()
        ? write.content()
        : new LogContent(Arrays.copyOfRange(write.content().bytes(), start, end));
  }

  private void mark(LogExtent extent) throws SQLException {
    long at = extent.bytes();
    LogContent line = LogContent.of("\n[" + cutSentence() + "]\n");
    pieces.removeIf(piece -> piece.key().equals(extent.key()) && piece.position() >= at);
    LogSql.drop(connection, extent.key(), at);
    pieces.add(new LogPiece(extent.key(), at, LogStream.STDERR, line));
    extent.mark(line.length());
  }

  private boolean agrees(LogWrite write, LogExtent extent) throws SQLException {
    long to = extent.cutAt() == null ? write.end() : Math.min(write.end(), extent.cutAt());
    List<LogExtent.Hole> holes = extent.holes(write.offset(), to);
    if (write.offset() >= to || holes.equals(List.of(new LogExtent.Hole(write.offset(), to)))) {
      return true;
    }
    flush();
    return LogSql.agrees(connection, extent.key(), write, to);
  }

  private void flush() throws SQLException {
    LogSql.insert(connection, pieces);
    pieces.clear();
  }

  private LogReceipt receipt(LogWrite write, LogExtent extent, int saved) {
    Long cutAt = extent.cutAt();
    if (cutAt != null && write.end() > cutAt) {
      return new LogReceipt(ErrorCode.TOO_LARGE, cutSentence(), write.end(), saved);
    }
    long next = write.inOrder() && cutAt == null ? extent.bytes() : write.end();
    return new LogReceipt(ErrorCode.OK, ErrorCode.OK.sentence(), next, saved);
  }

  private String cutSentence() {
    return "output cut: a task keeps " + mostBytes + " bytes";
  }
}
