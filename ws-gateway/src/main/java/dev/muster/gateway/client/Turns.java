package dev.muster.gateway.client;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Reads of one client that may be under way at once; the others wait in the order they came. */
final class Turns {
  private final int atOnce;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Begins one; calls its consumer once, on the connection's event loop. */
  @FunctionalInterface
  interface Read<T> {
    void begin(Consumer<TaskAnswer<T>> then);
  }

  /** Reads when it is its turn. Returns what takes it back, and does nothing once it has begun. */
  <T> Runnable take(Read<T> read, Consumer<TaskAnswer<T>> then) {
    Runnable turn =
        () ->
            read.begin(
                answer -> {
                  end();
                  then.accept(answer);
                });
    if (underWay < atOnce) {
      underWay++;
      turn.run();
    } else {
      waiting.add(turn);
    }
    return () -> waiting.remove(turn);
  }

  private void end() {
    Runnable next = waiting.poll();
    if (next == null) {
      underWay--;
    } else {
      next.run();
    }
  }
}
