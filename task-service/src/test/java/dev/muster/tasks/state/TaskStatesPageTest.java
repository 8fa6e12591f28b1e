package dev.muster.tasks.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.muster.tasks.state.Transition.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/task-states.md} is what the code says. After a change: {@code ./muster test -pl
 * task-service -am -Dtest=TaskStatesPageTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dmuster.states.write=true}.
 */
class TaskStatesPageTest {
  private static final Path FILE = Path.of("..", "docs", "task-states.md");

  @Test
  void thePageIsThatOfTheTable() throws IOException {
    String page = TaskStatesPage.text();
    if (Boolean.getBoolean("muster.states.write")) {
      Files.writeString(FILE, page);
      abort("wrote " + FILE + "; it is compared from the next build on");
    }
    assertThat(Files.readString(FILE)).isEqualTo(page);
  }

  @Test
  void noTwoTransitionsAreTheSameWay() {
    Set<Edge> edges = new HashSet<>();
    for (Transition transition : Transition.values()) {
      assertThat(transition.edges()).isNotEmpty().allMatch(edges::add);
    }
  }

  @Test
  void everyStateIsReachedAndNoneIsLeftButByTheTable() {
    Set<State> reached = new HashSet<>();
    for (Transition transition : Transition.values()) {
      reached.add(transition.to());
      assertThat(transition.edges()).noneMatch(edge -> edge.from() == State.DONE);
    }
    assertThat(reached).containsExactlyInAnyOrder(State.values());
  }
}
