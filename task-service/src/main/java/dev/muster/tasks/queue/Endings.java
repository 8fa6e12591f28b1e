package dev.muster.tasks.queue;

import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The only way out of {@code running}. Whoever learns that attempts are over (their agent, a
 * sweeper, a new session) hands them over in one transaction; those whose lease is not the task's
 * any more change nothing and are missing from the answer.
 */
@ApplicationScoped
public class Endings {
  private final TaskConfig config;
  private final ConcurrencyKeys keys;
  private final RandomGenerator random = RandomGenerator.getDefault();

  @Inject
  Endings(TaskConfig config, ConcurrencyKeys keys) {
    this.config = config;
    this.keys = keys;
  }

  public List<EndedTask> apply(Change change, List<AttemptEnd> ends) throws SQLException {
    if (ends.isEmpty()) {
      return List.of();
    }
    Connection connection = change.connection();
    Map<UUID, HeldTask> held = new HashMap<>();
    Sql.query(
            connection,
            EndingSql.LOCK_HELD,
            HeldTask::of,
            Sql.array("uuid", ends.stream().map(end -> end.attempt().taskId()).toList()),
            Sql.array("text", ends.stream().map(end -> end.attempt().leaseId()).toList()),
            Sql.array("int4", ends.stream().map(end -> end.attempt().attempt()).toList()),
            Sql.array("uuid", ends.stream().map(AttemptEnd::agentId).toList()))
        .forEach(task -> held.put(task.id(), task));
    List<EndedTask> ended = new ArrayList<>();
    EndingRows rows = new EndingRows();
    for (AttemptEnd end : ends) {
      // Only the first word about an attempt counts; a second in the same batch finds nothing.
      HeldTask task = held.get(end.attempt().taskId());
      if (task == null
          || !task.leaseId().equals(end.attempt().leaseId())
          || task.attempt() != end.attempt().attempt()
          || !task.agentId().equals(end.agentId())) {
        continue;
      }
      held.remove(task.id());
      Verdict verdict = Verdict.of(task, end, random);
      rows.add(task, end, verdict);
      ended.add(
          new EndedTask(
              task.id(),
              task.ownerId(),
              task.namespace(),
              task.routeId(),
              task.agentId(),
              task.attempt(),
              verdict.status(),
              verdict.stage(),
              end.accepted() && !task.accepted() && !task.cancelRequested(),
              end));
    }
    List<KeyName> freed = rows.write(connection, config.avoidAgent(), config.avoidAgentMost());
    ended.sort(Comparator.comparing(EndedTask::id));
    change.tell(ended.stream().flatMap(EndingEvents::of).toList());
    keys.release(change, freed);
    return ended;
  }
}
