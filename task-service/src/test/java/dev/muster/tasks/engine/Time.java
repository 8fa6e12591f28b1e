package dev.muster.tasks.engine;

import dev.muster.tasks.deadline.Sweeping;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.state.State;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What time does: it passes only here. */
final class Time {
  private static final Set<State> DUE =
      EnumSet.of(State.SCHEDULED, State.RETRY_WAIT, State.RATE_LIMITED);

  private final World world;
  private final EngineDatabase database;

  Time(World world, EngineDatabase database) {
    this.world = world;
    this.database = database;
  }

  void graceOver(Step step) throws Exception {
    database.update(
        "update agent_session set requeue_at = now() - interval '1 s' where requeue_at is not null");
    if (world.perform(step, Sweeping::lost)) {
      world.agents.stream()
          .filter(agent -> agent.awaited)
          .forEach(
              agent -> {
                world.takeBack(agent);
                agent.awaited = false;
              });
    }
  }

  void due(Step step) throws Exception {
    database.update(
        "update task set run_at = now() - interval '1 s' where status = 'queued' and namespace = ?",
        Sql.value(world.namespace));
    if (world.perform(step, Sweeping::due)) {
      world.tasks.values().stream()
          .filter(task -> DUE.contains(task.state))
          .forEach(task -> task.state = State.READY);
    }
  }

  /** That of one of them, but a lost sweep leaves it for the next one. */
  void deadline(Step step) throws Exception {
    List<ModelTask> running = world.tasks.values().stream().filter(ModelTask::running).toList();
    if (running.isEmpty()) {
      return;
    }
    ModelTask task = running.get(step.one() % running.size());
    database.update(
        "update task set deadline = now() - interval '1 s' where id = ?", Sql.value(task.id));
    if (world.perform(step, Sweeping::overdue)) {
      if (task.state == State.CANCELING) {
        task.endFenced(AttemptOutcome.CANCELED);
      } else {
        task.endFenced(task.accepted ? AttemptOutcome.TIMEOUT : AttemptOutcome.UNACCEPTED);
      }
    } else {
      database.update(
          "update task set deadline = now() + interval '1 h' where id = ?", Sql.value(task.id));
    }
  }

  /** Every agent may be asked again. */
  void forgive() throws SQLException {
    database.update(
        "update task set avoid_until = now() where avoid_until is not null and finished_at is null");
    world.tasks.values().stream()
        .filter(task -> !task.ended())
        .forEach(task -> task.avoided.clear());
  }

  /** Of all that no agent has started yet; a lost sweep leaves them for the next one. */
  void expire(Step step) throws Exception {
    expireAt("now() - interval '1 s'");
    if (world.perform(step, Sweeping::expired)) {
      world.tasks.values().stream().filter(ModelTask::expires).forEach(ModelTask::expire);
    } else {
      expireAt("now() + interval '1 h'");
    }
  }

  private void expireAt(String time) throws SQLException {
    database.update(
        "update task set expire_at = "
            + time
            + " where status = 'queued' and expire_at is not null and namespace = ?",
        Sql.value(world.namespace));
  }
}
