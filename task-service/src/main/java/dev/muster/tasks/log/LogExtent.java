package dev.muster.tasks.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which bytes of one attempt and phase are stored: all up to {@link #bytes}, and beyond it what
 * came too early. No two pieces overlap. To be changed only by who holds the task's lock.
 */
final class LogExtent {
  /** Of what. */
  record Key(UUID taskId, String phase, int attempt) {}

  /** A part that isn't stored. */
  record Hole(long from, long to) {}

  private final Key key;
  private final TreeMap<Long, Integer> early = new TreeMap<>();
  private long bytes;
  private long stored;
  private Long cutAt;
  private boolean changed;

  LogExtent(Key key) {
    this(key, 0, 0, null);
  }

  /**
   * As it was left.
   *
   * @param stored what counts against the quota
   * @param cutAt null unless the output ends there for want of quota
   */
  LogExtent(Key key, long bytes, long stored, Long cutAt) {
    this.key = key;
    this.bytes = bytes;
    this.stored = stored;
    this.cutAt = cutAt;
  }

  Key key() {
    return key;
  }

  /** Bytes without a gap. */
  long bytes() {
    return bytes;
  }

  /** The end of the last piece. */
  long furthest() {
    return early.isEmpty() ? bytes : early.lastKey() + early.lastEntry().getValue();
  }

  long stored() {
    return stored;
  }

  Long cutAt() {
    return cutAt;
  }

  boolean isChanged() {
    return changed;
  }

  /** Pieces behind a gap. */
  int early() {
    return early.size();
  }

  /** A piece that was stored behind a gap. */
  void found(long position, int length) {
    early.put(position, length);
  }

  List<Hole> holes(long from, long to) {
    List<Hole> holes = new ArrayList<>();
    long at = Math.max(from, bytes);
    Map.Entry<Long, Integer> before = early.lowerEntry(at);
    if (before != null) {
      at = Math.max(at, before.getKey() + before.getValue());
    }
    if (at >= to) {
      return holes;
    }
    for (Map.Entry<Long, Integer> piece : early.subMap(at, to).entrySet()) {
      if (piece.getKey() > at) {
        holes.add(new Hole(at, piece.getKey()));
      }
      at = piece.getKey() + piece.getValue();
    }
    if (at < to) {
      holes.add(new Hole(at, to));
    }
    return holes;
  }

  /** Within a hole. */
  void fill(long from, long to) {
    changed = true;
    stored += to - from;
    early.put(from, (int) (to - from));
    while (!early.isEmpty() && early.firstKey() == bytes) {
      bytes += early.pollFirstEntry().getValue();
    }
  }

  /** Nothing is kept from there on. */
  void cut(long at) {
    changed = true;
    cutAt = cutAt == null ? at : Math.min(cutAt, at);
  }

  /** Everything before the cut is there, and nothing says yet that it is one. */
  boolean isToBeMarked() {
    return cutAt != null && bytes == cutAt;
  }

  /** The mark takes the place of what came too early and is behind the cut. */
  void mark(int length) {
    changed = true;
    early.values().forEach(each -> stored -= each);
    early.clear();
    bytes += length;
  }
}
