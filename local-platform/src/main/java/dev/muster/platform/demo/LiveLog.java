package dev.muster.platform.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Shows a log while it grows: its beginning and its end in full, and in between a line every tenth
 * of a second.
 */
final class LiveLog implements Consumer<String> {
  private static final int BEGINNING = 5;
  private static final int END = 4;
  private static final long PAUSE_NANOS = 100_000_000L;

  private final StringBuilder unfinished = new StringBuilder();
  private final Deque<String> held = new ArrayDeque<>();
  private long shownAt;
  private int lines;

  @Override
  public void accept(String content) {
    unfinished.append(content);
    int end;
    while ((end = unfinished.indexOf("\n")) >= 0) {
      add(unfinished.substring(0, end));
      unfinished.delete(0, end + 1);
    }
  }

  int lines() {
    return lines;
  }

  void finish() {
    if (!unfinished.isEmpty()) {
      add(unfinished.toString());
      unfinished.setLength(0);
    }
    held.forEach(this::show);
    held.clear();
  }

  private void add(String line) {
    lines++;
    held.add(line);
    if (lines <= BEGINNING) {
      show(held.remove());
    } else if (held.size() > END) {
      String passed = held.remove();
      if (System.nanoTime() - shownAt > PAUSE_NANOS) {
        show(passed);
      }
    }
  }

  private void show(String line) {
    System.out.println("    │ " + line);
    shownAt = System.nanoTime();
  }
}
