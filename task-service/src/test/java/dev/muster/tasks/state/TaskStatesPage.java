package dev.muster.tasks.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of {@code docs/task-states.md}. */
final class TaskStatesPage {
  private static final String HEAD =
      """
      # A task's states

      Written by `TaskStatesPageTest` from the table in `task-service/src/main/java/dev/muster/tasks/state`; change it there. Status and stage are
      what users see. A running task's agent may put words of its own into the stage, so that there the times tell the states apart. Every
      statement that moves a task has the states that it starts from in its `WHERE`, and in the tests the database refuses every move that isn't
      here.

      """;

  private TaskStatesPage() {}

  static String text() {
    return HEAD + states() + "\n" + transitions() + "\n" + diagram();
  }

  private static String states() {
    StringBuilder text =
        new StringBuilder("| state | a row is in it when | moved on by |\n|---|---|---|\n");
    for (State state : State.values()) {
      text.append(
          "| %s | `%s` | %s |\n".formatted(word(state), state.condition(), state.movedOnBy()));
    }
    return text.toString();
  }

  private static String transitions() {
    StringBuilder text =
        new StringBuilder(
            "| transition | from | the attempt ends as | to | by | when | costs |\n|---|---|---|---|---|---|---|\n");
    for (Transition each : Transition.values()) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  each.name().toLowerCase(Locale.ROOT),
                  list(each.edges().stream().map(edge -> word(edge.from())).toList()),
                  list(
                      each.edges().stream()
                          .filter(edge -> edge.outcome() != null)
                          .map(edge -> edge.outcome().wire())
                          .toList()),
                  word(each.to()),
                  each.actor().word(),
                  each.trigger(),
                  each.cost().words()));
    }
    return text.toString();
  }

  private static String diagram() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (Transition each : Transition.values()) {
      each.edges()
          .forEach(
              edge ->
                  arrows
                      .computeIfAbsent(
                          arrow(edge.from()) + " --> " + word(each.to()),
                          arrow -> new LinkedHashSet<>())
                      .add(each.name().toLowerCase(Locale.ROOT)));
    }
    Stream<String> lines =
        arrows.entrySet().stream()
            .map(each -> "  " + each.getKey() + ": " + String.join(", ", each.getValue()));
    return lines.collect(
        Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n  done --> [*]\n```\n"));
  }

  private static String list(Collection<String> words) {
    return String.join(", ", new LinkedHashSet<>(words));
  }

  private static String arrow(State state) {
    return state == null ? "[*]" : word(state);
  }

  private static String word(State state) {
    return state == null ? "" : state.name().toLowerCase(Locale.ROOT);
  }
}
