package dev.muster.tasks.dispatch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.muster.id.Ids;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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

  private final OwnerTurns owners = new OwnerTurns();
  private final TaskConfig config;
  private final MeterRegistry metrics;

  @Inject
  Claims(TaskConfig config, MeterRegistry metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  /** What comes after a round. */
  enum Then {
    /** More may be claimed. */
    AGAIN,
    /** Nothing more, until something changes. */
    DONE,
    /** The namespace has its quota: what was asked for is to be asked again when one of it ends. */
    HOLD
  }

  /** What was claimed, how each of the agents is connected, and the namespace's weight. */
  record Round(List<Claimed> claimed, Map<UUID, AgentCredit> agents, int weight, Then then) {
    private static Round nothing(Then then) {
      return new Round(List.of(), Map.of(), 1, then);
    }
  }

  Round claim(Change change, String namespace, Freed.Names freed) throws SQLException {
    Connection connection = change.connection();
    List<Offer> offers =
        Sql.query(
            connection,
            DispatchSql.CREDIT,
            Offer::of,
            Sql.value(namespace),
            Sql.array("uuid", freed.agents()),
            Sql.array("int8", freed.routes()));
    if (offers.isEmpty()) {
      return Round.nothing(Then.DONE);
    }
    int room = offers.getFirst().room();
    if (room <= 0) {
      return Round.nothing(Then.HOLD);
    }
    List<AgentCredit> agents = new ArrayList<>(offers.stream().map(Offer::agent).toList());
    // So that it isn't always the same of those that are loaded alike.
    Collections.shuffle(agents, ThreadLocalRandom.current());
    int most = Math.min(Math.min(MOST, room), agents.stream().mapToInt(AgentCredit::free).sum());
    Ready ready = ready(connection, namespace, agents, most);
    KeyRoom keys = KeyRoom.of(connection, namespace, ready.tasks());
    RateTurns turns = RateTurns.of(connection, namespace, ready.tasks());
    List<Placement.Assignment> assignments =
        Placement.assign(
                ready.tasks(),
                agents,
                most,
                task -> {
                  boolean lets = keys.isThereFor(task) && turns.take(task);
                  if (lets) {
                    keys.take(task);
                  }
                  return lets;
                })
            .stream()
            .sorted(Comparator.comparing(assignment -> assignment.task().id()))
            .toList();
    List<Claimed> claimed = claim(change, assignments);
    int parked = keys.park(change, namespace) + turns.park(change, namespace);
    Map<UUID, AgentCredit> byId = new HashMap<>();
    agents.forEach(agent -> byId.put(agent.agentId(), agent));
    return new Round(
        claimed,
        byId,
        offers.getFirst().weight(),
        parked > 0 || (!claimed.isEmpty() && (claimed.size() == MOST || ready.cut()))
            ? Then.AGAIN
            : Then.DONE);
  }

  /**
   * Tasks that may be claimed.
   *
   * @param cut there may be more, of an owner or of owners
   */
  private record Ready(List<ReadyTask> tasks, boolean cut) {
    static Ready of(List<ReadyTask> tasks, List<OwnerTurns.Seen> seen, int most) {
      Map<UUID, Integer> ofOwner = new HashMap<>();
      tasks.forEach(task -> ofOwner.merge(task.ownerId(), 1, Integer::sum));
      long sharing = seen.stream().map(OwnerTurns.Seen::ownerId).distinct().count();
      long mostOfOwner = Math.min(most, Math.max(1, 2L * most / Math.max(1, sharing)));
      return new Ready(
          tasks,
          ofOwner.values().stream().anyMatch(count -> count >= mostOfOwner)
              || seen.stream().anyMatch(each -> each.nth() >= OwnerTurns.MOST));
    }
  }

  private Ready ready(Connection connection, String namespace, List<AgentCredit> agents, int most)
      throws SQLException {
    List<UUID> agentIds = agents.stream().map(AgentCredit::agentId).toList();
    List<Map.Entry<Long, UUID>> seen = owners.lastSeen();
    List<OwnerTurns.Seen> seenNow = new ArrayList<>();
    List<ReadyTask> ready = new ArrayList<>();
    Sql.query(
        connection,
        DispatchSql.READY,
        row -> {
          seenNow.add(
              new OwnerTurns.Seen(
                  row.getLong("route_id"),
                  row.getObject("owner_id", UUID.class),
                  row.getInt("nth")));
          return row.getObject("id") == null || ready.add(ready(row));
        },
        Sql.value(namespace),
        Sql.array("uuid", agentIds),
        Sql.value(namespace),
        Sql.array("uuid", agentIds),
        Sql.array("int8", seen.stream().map(Map.Entry::getKey).toList()),
        Sql.array("uuid", seen.stream().map(Map.Entry::getValue).toList()),
        Sql.value(OwnerTurns.MOST),
        Sql.value(namespace),
        Sql.array("uuid", agentIds),
        Sql.value(most),
        Sql.value(most));
    owners.saw(seenNow);
    return Ready.of(ready, seenNow, most);
  }

  /** False when no round can find anything. */
  static boolean isAnyReady(Connection connection) throws SQLException {
    return !Sql.query(connection, DispatchSql.ANY_READY, row -> true).isEmpty();
  }

  private List<Claimed> claim(Change change, List<Placement.Assignment> assignments)
      throws SQLException {
    if (assignments.isEmpty()) {
      return List.of();
    }
    List<Claimed> claimed =
        Sql.query(
            change.connection(),
            DispatchSql.CLAIM,
            Claimed::of,
            Sql.value(config.acceptWithin().plus(TRAVEL).toMillis()),
            Sql.array("uuid", assignments.stream().map(each -> each.task().id()).toList()),
            Sql.array("text", assignments.stream().map(each -> Ids.next().toString()).toList()),
            Sql.array("uuid", assignments.stream().map(each -> each.agent().agentId()).toList()));
    change.tell(claimed.stream().map(Claimed::event).toList());
    change.afterCommit(
        () -> assignments.forEach(each -> waited().record(each.task().waitedMs(), MILLISECONDS)));
    return claimed;
  }

  private Timer waited() {
    return Timer.builder("muster.dispatch.wait")
        .description("from the time a task was due to its claim for an agent")
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1))
        .register(metrics);
  }

  /**
   * An agent with credit.
   *
   * @param weight the namespace's
   * @param room tasks that its quota leaves
   */
  private record Offer(AgentCredit agent, int weight, int room) {
    static Offer of(ResultSet row) throws SQLException {
      Integer room = row.getObject("room", Integer.class);
      return new Offer(credit(row), row.getInt("weight"), room == null ? Integer.MAX_VALUE : room);
    }
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
        Set.of((UUID[]) row.getArray("avoided_agents").getArray()),
        row.getLong("route_id"),
        row.getObject("owner_id", UUID.class),
        row.getInt("owner_running"),
        TaskKeys.of(row),
        Math.max(0, row.getLong("waited_ms")));
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
