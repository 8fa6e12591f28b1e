package dev.muster.kit.stream;

/**
 * How many entries to ask for, so that an answer of large ones doesn't fill the memory: as many as
 * would fit if they were like those of the last answer. Begins small, as nothing is known yet.
 */
final class BatchSize {
  private static final int FIRST = 32;

  private final int most;
  private final long bytes;
  private int next;

  BatchSize(int most, long bytes) {
    this.most = most;
    this.bytes = bytes;
    this.next = Math.min(FIRST, most);
  }

  int next() {
    return next;
  }

  void answered(int entries, long size) {
    if (entries > 0) {
      long each = Math.max(1, size / entries);
      long grown = Math.min(Math.min(most, next * 4L), bytes / each);
      next = (int) Math.max(1, grown);
    }
  }
}
