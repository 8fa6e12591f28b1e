package dev.muster.tasks.placement;

import dev.muster.kit.db.Transactions;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Why single tasks aren't running. */
@ApplicationScoped
class Placements {
  private final Transactions transactions;

  @Inject
  Placements(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Empty also for another owner's task. */
  Optional<PlacementView> find(UUID taskId, UUID callerId, boolean admin) {
    return transactions.inTransaction(
        connection -> {
          List<TaskFacts> found =
              Sql.query(
                  connection,
                  PlacementSql.TASK,
                  TaskFacts::of,
                  Sql.value(taskId),
                  Sql.value(callerId),
                  Sql.value(admin));
          return found.isEmpty()
              ? Optional.empty()
              : Optional.of(view(connection, found.getFirst(), admin));
        });
  }

  private static PlacementView view(Connection connection, TaskFacts task, boolean admin)
      throws SQLException {
    TaskStatus status = TaskStatus.parse(task.status()).orElseThrow();
    return switch (status) {
      case QUEUED -> queued(connection, task, admin);
      case RUNNING ->
          view(
              task,
              true,
              List.of(
                  Obstacle.of("running", "an agent has it")
                      .with("agent_id", task.agentId())
                      .with("attempt", task.attempt())
                      .with("since", task.dispatchedAt())));
      case DONE, FAILED, CANCELED ->
          view(
              task,
              false,
              List.of(
                  Obstacle.of("finished", "it is " + task.status()).with("at", task.finishedAt())));
    };
  }

  private static PlacementView queued(Connection connection, TaskFacts task, boolean admin)
      throws SQLException {
    List<Obstacle> pauses =
        Sql.query(connection, PlacementSql.PAUSES, Placements::pause, Sql.value(task.routeId()));
    List<Obstacle> reasons = new ArrayList<>(Obstacles.of(task, pauses));
    boolean startable = reasons.isEmpty();
    Candidates candidates = new Candidates(task, agents(connection, task, admin));
    boolean placeable = candidates.any() && pauses.isEmpty() && !task.namespacePaused();
    boolean free = candidates.any() && candidates.free();
    reasons.addAll(candidates.reasons());
    if (startable && candidates.any()) {
      int ahead = ahead(connection, task);
      if (ahead > 0 || free) {
        reasons.add(behind(ahead));
      }
    }
    return view(task, placeable, reasons);
  }

  private static Obstacle behind(int ahead) {
    String message =
        ahead == 0
            ? "it is the next of its owner; the owners with fewer tasks running go first"
            : "tasks of its owner that need the same go before it";
    return Obstacle.of("behind", message).with("ahead", ahead).with("more", ahead == 1000);
  }

  private static List<AgentFacts> agents(Connection connection, TaskFacts task, boolean admin)
      throws SQLException {
    return Sql.query(
        connection,
        PlacementSql.AGENTS,
        AgentFacts::of,
        Sql.array("text", task.capabilities()),
        Sql.value(task.namespace()),
        Sql.value(task.wantedAgent()),
        Sql.value(admin && task.privateToo()),
        Sql.value(task.wantedAgent()));
  }

  private static int ahead(Connection connection, TaskFacts task) throws SQLException {
    return Sql.query(
            connection,
            PlacementSql.AHEAD,
            row -> row.getInt(1),
            Sql.value(task.routeId()),
            Sql.value(task.ownerId()),
            Sql.value(task.priority()),
            Sql.value(task.priority()),
            Sql.value(task.id()))
        .getFirst();
  }

  private static Obstacle pause(ResultSet row) throws SQLException {
    Array capabilities = row.getArray("capabilities");
    return Obstacle.of("paused", "an administrator has paused tasks of its kind")
        .with("type", row.getString("type"))
        .with("agent_id", row.getObject("agent_id", UUID.class))
        .with(
            "capabilities",
            capabilities == null ? null : Arrays.asList((String[]) capabilities.getArray()))
        .with("reason", row.getString("reason"))
        .with("since", TaskFacts.time(row, "paused_at"));
  }

  private static PlacementView view(TaskFacts task, boolean placeable, List<Obstacle> reasons) {
    return new PlacementView(task.id(), task.status(), task.stage(), placeable, reasons);
  }
}
