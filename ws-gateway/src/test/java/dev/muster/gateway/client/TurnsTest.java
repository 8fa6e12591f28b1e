package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(1);
  private final List<String> read = new ArrayList<>();

  @Test
  void whoeverWaitsComesInTurn() {
    turns.take(() -> read.add("a"));
    turns.take(() -> read.add("b"));
    turns.take(() -> read.add("c"));
    assertThat(read).containsExactly("a");
    turns.end();
    turns.end();
    assertThat(read).containsExactly("a", "b", "c");
  }

  /** Else a client that subscribes again and again leaves a read behind each time. */
  @Test
  void whoeverDoesNotWaitAnyMoreIsForgotten() {
    Runnable left = () -> read.add("left");
    turns.take(() -> read.add("a"));
    turns.take(left);
    turns.take(() -> read.add("b"));
    turns.leave(left);
    turns.end();
    turns.end();
    turns.take(() -> read.add("c"));
    assertThat(read).containsExactly("a", "b", "c");
  }
}
