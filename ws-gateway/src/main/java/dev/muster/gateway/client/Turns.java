package dev.muster.gateway.client;

import java.util.ArrayDeque;

/** Reads of one client that may be under way at once; the others wait in the order they came. */
final class Turns {
  private final int atOnce;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Each turn that begins is followed by one {@link #end}. */
  void take(Runnable read) {
    if (underWay < atOnce) {
      underWay++;
      read.run();
    } else {
      waiting.add(read);
    }
  }

  /** Whoever waits doesn't any more; nothing for a turn that has begun. */
  void leave(Runnable read) {
    waiting.remove(read);
  }

  void end() {
    Runnable next = waiting.poll();
    if (next == null) {
      underWay--;
    } else {
      next.run();
    }
  }
}
