package dev.muster.tasks.dispatch;

import dev.muster.id.Ids;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One dispatch round in one transaction, which holds the namespace's {@link DispatchLock}: who has
 * credit, what is ready, who gets what.
 */
@ApplicationScoped
class Claims {
  /** Tasks claimed by one transaction, at most. */
  static final int MOST = 200;

  /** What a dispatch may take on its way, beyond the time that the agent has for its accept. */
  private static final Duration TRAVEL = Duration.ofSeconds(1);

  @Inject TaskConfig config;

  /** What was claimed, and how each of the agents is connected. */
  record Round(List<Claimed> claimed, Map<UUID, AgentCredit> agents, boolean more) {}

  Round claim(Change change, String namespace, Dirty.Names dirty) throws SQLException {
    Connection connection = change.connection();
    List<AgentCredit> agents =
        Sql.query(
            connection,
            DispatchSql.CREDIT,
            Claims::credit,
            Sql.value(namespace),
            Sql.array("uuid", dirty.agents()),
            Sql.array("int8", dirty.routes()));
    if (agents.isEmpty()) {
      return new Round(List.of(), Map.of(), false);
    }
    List<UUID> agentIds = agents.stream().map(AgentCredit::agentId).toList();
    int limit = Math.min(MOST, agents.stream().mapToInt(AgentCredit::free).sum());
    List<ReadyTask> ready =
        Sql.query(
            connection,
            DispatchSql.READY,
            Claims::ready,
            Sql.value(namespace),
            Sql.array("uuid", agentIds),
            Sql.value(namespace),
            Sql.array("uuid", agentIds),
            Sql.array("uuid", agentIds),
            Sql.value(limit));
    List<Placement.Assignment> assignments =
        Placement.assign(ready, agents).stream()
            .limit(MOST)
            .sorted(Comparator.comparing(assignment -> assignment.task().id()))
            .toList();
    if (assignments.isEmpty()) {
      return new Round(List.of(), Map.of(), false);
    }
    List<Claimed> claimed =
        Sql.query(
            connection,
            DispatchSql.CLAIM,
            Claimed::of,
            Sql.value(config.acceptWithin().plus(TRAVEL).toMillis()),
            Sql.array("uuid", assignments.stream().map(each -> each.task().id()).toList()),
            Sql.array("text", assignments.stream().map(each -> Ids.next().toString()).toList()),
            Sql.array("uuid", assignments.stream().map(each -> each.agent().agentId()).toList()));
    change.tell(claimed.stream().map(Claimed::event).toList());
    Map<UUID, AgentCredit> byId = new HashMap<>();
    agents.forEach(agent -> byId.put(agent.agentId(), agent));
    return new Round(claimed, byId, true);
  }

  private static AgentCredit credit(ResultSet row) throws SQLException {
    return new AgentCredit(
        row.getObject("agent_id", UUID.class),
        row.getString("session_id"),
        row.getString("gateway_id"),
        row.getBoolean("is_private"),
        Set.copyOf(texts(row.getArray("capabilities"))),
        row.getInt("slots"),
        row.getInt("running"));
  }

  private static ReadyTask ready(ResultSet row) throws SQLException {
    return new ReadyTask(
        row.getObject("id", UUID.class),
        row.getInt("priority"),
        row.getObject("wanted_agent", UUID.class),
        texts(row.getArray("capabilities")),
        row.getBoolean("private_too"),
        Set.of((UUID[]) row.getArray("avoided_agents").getArray()));
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
