package dev.muster.gateway.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest events of the feed's present epoch, bounded by count and by characters, so that any
 * number of clients resume without asking Redis. Thread-safe.
 */
public final class FeedHistory {
  private final FeedEvent[] ring;
  private final long maxCharacters;
  private int first;
  private int count;
  private long characters;
  private String epoch = Position.NOWHERE.epoch();

  /** Every event of the epoch after this offset, up to {@link #last}, is here. */
  private long floor;

  private long last;
  private Position settled = Position.NOWHERE;

  public FeedHistory(int maxEvents, long maxCharacters) {
    this.ring = new FeedEvent[Math.max(1, maxEvents)];
    this.maxCharacters = maxCharacters;
  }

  public synchronized Position last() {
    return new Position(epoch, last);
  }

  /** Everything up to here was handed on: whoever has seen what it was handed has seen it all. */
  public synchronized Position settled() {
    return settled;
  }

  synchronized void settle() {
    settled = last();
  }

  public synchronized int size() {
    return count;
  }

  /** Begins again: what comes next may not follow what came before. */
  synchronized void restart(Position start) {
    while (count > 0) {
      dropOldest();
    }
    epoch = start.epoch();
    floor = start.offset();
    last = start.offset();
  }

  /** False for one that was here before. */
  synchronized boolean add(FeedEvent event) {
    if (event.position().offset() <= last) {
      return false;
    }
    if (count == ring.length) {
      dropOldest();
    }
    ring[(first + count++) % ring.length] = event;
    characters += event.text().length();
    last = event.position().offset();
    while (characters > maxCharacters && count > 1) {
      dropOldest();
    }
    return true;
  }

  /**
   * Whether nothing after that position is missing here. One a little beyond the last event was
   * given by a gateway that has read further: what it has seen is left out. One far beyond it was
   * given by nobody, and whoever waited there would never hear anything.
   */
  public synchronized boolean reaches(Position from) {
    return from.epoch().equals(epoch)
        && from.offset() >= floor
        && from.offset() - last <= ring.length;
  }

  /** The events after it, oldest first; empty when some of them are gone. */
  public synchronized Optional<List<FeedEvent>> after(Position from, int most) {
    if (!reaches(from)) {
      return Optional.empty();
    }
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).position().offset() <= from.offset()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    List<FeedEvent> found = new ArrayList<>();
    for (int i = low; i < count && found.size() < most; i++) {
      found.add(at(i));
    }
    return Optional.of(found);
  }

  private FeedEvent at(int index) {
    return ring[(first + index) % ring.length];
  }

  private void dropOldest() {
    FeedEvent oldest = ring[first];
    ring[first] = null;
    first = (first + 1) % ring.length;
    count--;
    characters -= oldest.text().length();
    floor = oldest.position().offset();
  }
}
