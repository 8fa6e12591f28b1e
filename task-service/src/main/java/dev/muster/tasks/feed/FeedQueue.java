package dev.muster.tasks.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that wait to be published, in order, bounded. Where some are missing, because too many
 * waited, the next ones know it.
 */
final class FeedQueue {
  private static final int MOST_PER_BATCH = 500;
  private static final long BATCH_CHARACTERS = 1 << 20;

  private final int mostEvents;
  private final long mostCharacters;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long characters;
  private boolean missing;
  private boolean ended;

  FeedQueue(int mostEvents, long mostCharacters) {
    this.mostEvents = mostEvents;
    this.mostCharacters = mostCharacters;
  }

  private record Waiting(String event, boolean afterMissing) {}

  /**
   * Events that follow each other.
   *
   * @param afterMissing events that should stand before these are missing
   */
  record Batch(List<String> events, boolean afterMissing) {}

  /** False when it is full. */
  synchronized boolean offer(String event) {
    if (queue.size() >= mostEvents || characters + event.length() > mostCharacters) {
      missing = true;
      return false;
    }
    queue.add(new Waiting(event, missing));
    characters += event.length();
    missing = false;
    notifyAll();
    return true;
  }

  synchronized void missed() {
    missing = true;
  }

  /** Waits for events; null when there are none and there will be none. */
  synchronized Batch take() throws InterruptedException {
    while (queue.isEmpty()) {
      if (ended) {
        return null;
      }
      wait();
    }
    boolean afterMissing = queue.peek().afterMissing();
    List<String> events = new ArrayList<>();
    long taken = 0;
    while (!queue.isEmpty()
        && events.size() < MOST_PER_BATCH
        && taken < BATCH_CHARACTERS
        && (events.isEmpty() || !queue.peek().afterMissing())) {
      String event = queue.remove().event();
      taken += event.length();
      events.add(event);
    }
    characters -= taken;
    return new Batch(events, afterMissing);
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized int size() {
    return queue.size();
  }
}
