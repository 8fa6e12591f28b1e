package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(1);
  private final List<String> begun = new ArrayList<>();
  private final Queue<Consumer<TaskAnswer<String>>> underWay = new ArrayDeque<>();

  @Test
  void whoeverWaitsComesInTurn() {
    take("a");
    take("b");
    take("c");
    assertThat(begun).containsExactly("a");
    answer();
    answer();
    assertThat(begun).containsExactly("a", "b", "c");
  }

  /** Else a client that subscribes again and again leaves a read behind each time. */
  @Test
  void whoeverDoesNotWaitAnyMoreIsForgotten() {
    take("a");
    Runnable leave = take("left");
    take("b");
    leave.run();
    answer();
    answer();
    take("c");
    assertThat(begun).containsExactly("a", "b", "c");
  }

  @Test
  void leavingATurnThatHasBegunChangesNothing() {
    Runnable leave = take("a");
    take("b");
    leave.run();
    answer();
    assertThat(begun).containsExactly("a", "b");
  }

  private Runnable take(String name) {
    return turns.<String>take(
        then -> {
          begun.add(name);
          underWay.add(then);
        },
        answer -> {});
  }

  private void answer() {
    underWay.remove().accept(TaskAnswer.Refused.of(ErrorCode.UNAVAILABLE));
  }
}
