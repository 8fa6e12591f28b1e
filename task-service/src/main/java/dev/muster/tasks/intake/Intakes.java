package dev.muster.tasks.intake;

import dev.muster.internal.AgentIntake;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.tasks.dispatch.DispatchLock;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.session.AgentSessions;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Who may get tasks, as agent-registry-service says. Agents that it never spoke of may. */
@ApplicationScoped
public class Intakes {
  private final AgentSessions sessions;

  @Inject
  Intakes(AgentSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Once this is committed, no dispatch round that is under way gives the agent anything either.
   * Answers the tasks that were taken back.
   */
  List<EndedTask> apply(Change change, UUID agentId, AgentIntake intake) throws SQLException {
    Connection connection = change.connection();
    for (String namespace : namespaces(connection, agentId, intake)) {
      DispatchLock.take(connection, namespace);
    }
    boolean news = note(connection, agentId, intake.mode(), intake.version());
    return news && intake.mode() == AgentMode.QUARANTINED
        ? sessions.takeBack(change, agentId, "the agent was put in quarantine")
        : List.of();
  }

  /** What a gateway knew when it let the agent in; it may be older than what is known here. */
  public static void note(Connection connection, UUID agentId, AgentOrders orders)
      throws SQLException {
    if (orders.version() > 0) {
      note(connection, agentId, orders.mode(), orders.version());
    }
  }

  private static boolean note(Connection connection, UUID agentId, AgentMode mode, long version)
      throws SQLException {
    return Sql.update(
            connection,
            IntakeSql.NOTE,
            Sql.value(agentId),
            Sql.value(mode.wire()),
            Sql.value(version))
        > 0;
  }

  /** In one order, so that two can't wait for each other. */
  private static SortedSet<String> namespaces(
      Connection connection, UUID agentId, AgentIntake intake) throws SQLException {
    SortedSet<String> namespaces = new TreeSet<>(List.of(intake.namespace()));
    namespaces.addAll(
        Sql.query(
            connection, IntakeSql.SESSION_NAMESPACE, row -> row.getString(1), Sql.value(agentId)));
    return namespaces;
  }
}
