package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.tasks.state.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** One concurrency key, with which one task runs at a time, and one rate key with one turn. */
final class ModelKeys {
  private final Collection<ModelTask> tasks;
  private boolean turnTaken;

  ModelKeys(Collection<ModelTask> tasks) {
    this.tasks = tasks;
  }

  /** Those that run with the concurrency key. */
  List<ModelTask> holders() {
    return tasks.stream().filter(task -> task.waits.forKey() && task.running()).toList();
  }

  void claim(ModelTask task) {
    if (task.waits.forKey()) {
      assertThat(holders()).as("tasks beside %s", task.id).isEmpty();
    }
    if (task.waits.forTurn()) {
      assertThat(task.reserved || !turnTaken).as("turn of %s", task.id).isTrue();
      turnTaken = true;
      task.reserved = true;
    }
  }

  /** Once a round's claims are known. */
  void park(ModelTask task, State state) {
    if (state == State.LIMITED) {
      assertThat(task.waits.forKey()).isTrue();
      assertThat(holders()).as("whom %s waits for", task.id).isNotEmpty();
      task.state = state;
    } else if (state == State.RATE_LIMITED) {
      assertThat(task.waits.forTurn() && turnTaken && !task.reserved)
          .as("no turn for %s", task.id)
          .isTrue();
      task.reserved = true;
      task.state = state;
    }
  }

  /** When one of those that held the key holds it no more. */
  void release(List<ModelTask> before) {
    if (!before.stream().allMatch(ModelTask::running)) {
      release();
    }
  }

  /** The oldest that waits, when nobody has the key. */
  void release() {
    if (holders().isEmpty()) {
      tasks.stream()
          .filter(task -> task.state == State.LIMITED)
          .min(Comparator.comparing(task -> task.id.toString()))
          .ifPresent(task -> task.state = State.READY);
    }
  }
}
