package dev.muster.kit.stream;

import java.util.Comparator;

/** The id of an entry: its time and its number within that millisecond. */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {
  static final EntryId BEGINNING = new EntryId(0, 0);

  private static final Comparator<EntryId> ORDER =
      Comparator.comparingLong(EntryId::millis).thenComparingLong(EntryId::sequence);

  static EntryId parse(String text) {
    int dash = text.indexOf('-');
    return new EntryId(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  @Override
  public int compareTo(EntryId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return millis + "-" + sequence;
  }
}
