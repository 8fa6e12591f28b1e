package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.tasks.deadline.Sweeping;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.signal.Hearing;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Three replicas do everything at once for the same agents. */
class ContentionTest {
  private static final int TASKS = 1_000;
  private static final int AGENTS = 20;
  private static final int SLOTS = 5;

  /** Tasks that are made at once, without the submits, which are tested elsewhere. */
  private static final String TASKS_OF_ONE_ROUTE =
      """
      with needed as (
        insert into route (namespace, capabilities, private_too, type) values (?, '{}', false, 't')
        returning id
      ), fresh as (
        insert into task (id, owner_id, namespace, route_id, type, priority, status, run_at,
          timeout_ms, max_attempts, max_lost)
        select u.id, ?, ?, needed.id, 't', 0, 'queued', now(), 3600000, 1, 3
        from unnest(?::uuid[]) as u(id), needed
        returning id
      )
      insert into task_change (task_id, last, count, events)
      select id, 1, 1, '[{"type":"task/status","payload":{"status":"queued","stage":null}}]'
      from fresh
      """;

  private static final String OVERLOADED =
      """
      select agent_id from task where status = 'running' group by agent_id having count(*) > ?
      """;

  private static final String HELD =
      """
      select id, lease_id, attempt, agent_id from task where status = 'running' limit 100
      """;

  private static final String HURRY =
      """
      update task set deadline = now()
      where id = (
        select id from task where status = 'running' and accepted_at is null
        limit 1
        for update skip locked)
      """;

  private static final Map<String, String> SETTINGS = Map.of("muster.task.avoid-agent", "20ms");

  private final String namespace = "n" + Ids.next();
  private final List<UUID> agents = Stream.generate(Ids::next).limit(AGENTS).toList();
  private EngineDatabase database;
  private volatile boolean failed;

  @Test
  void noTaskRunsTwiceNoSlotIsExceededAndAllAreDone() throws Exception {
    try (EngineDatabase opened = new EngineDatabase();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      database = opened;
      List<UUID> ids = Stream.generate(Ids::next).limit(TASKS).toList();
      database.update(
          TASKS_OF_ONE_ROUTE,
          Sql.value(namespace),
          Sql.value(Ids.next()),
          Sql.value(namespace),
          Sql.array("uuid", ids));
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < Replicas.COUNT; i++) {
        Wiring replica = database.replica(FaultPlan.none(), SETTINGS);
        if (i == 0) {
          for (UUID agent : agents) {
            Sessions.open(replica, agent, "s", namespace, SLOTS, List.of());
          }
        }
        work.add(threads.submit(untilDone(() -> Claiming.claim(replica, namespace, agents))));
        int share = i;
        work.add(threads.submit(untilDone(() -> speak(replica, share))));
        work.add(threads.submit(untilDone(() -> sweep(replica))));
      }
      work.add(threads.submit(untilDone(this::nobodyHasTooMany)));
      for (Future<?> each : work) {
        each.get();
      }
      List<Rows.Row> rows = new Rows(database, namespace).read();
      assertThat(rows).hasSize(TASKS).allMatch(Rows.Row::wasDoneOnce);
    }
  }

  /** Or until somebody's work has failed. */
  private Callable<Void> untilDone(Callable<?> work) {
    return () -> {
      boolean well = false;
      try {
        while (!failed
            && !database
                .query("select 1 from task where finished_at is null limit 1", row -> true)
                .isEmpty()) {
          work.call();
        }
        well = true;
      } finally {
        if (!well) {
          failed = true;
        }
      }
      return null;
    };
  }

  /**
   * For the agents: of what runs some is accepted, some done, little rejected. Entries are shared
   * among the replicas, as in a consumer group, but now and then one comes to another as well.
   */
  private Void speak(Wiring replica, int share) throws Exception {
    List<UpstreamEntry> entries = new ArrayList<>();
    for (Held held : database.query(HELD, Held::of)) {
      boolean own = Math.floorMod(held.attempt().taskId().hashCode(), Replicas.COUNT) == share;
      if (!own && ThreadLocalRandom.current().nextInt(100) > 0) {
        continue;
      }
      AgentSignal signal =
          switch (ThreadLocalRandom.current().nextInt(20)) {
            case 0 -> new AgentSignal.TaskReject(held.attempt(), "busy");
            case 1, 2, 3, 4, 5, 6, 7 -> new AgentSignal.TaskAccept(held.attempt());
            default -> new AgentSignal.TaskResult(held.attempt(), TextNode.valueOf("ok"), 0);
          };
      entries.add(Hearing.said(held.agentId(), signal));
    }
    Collections.shuffle(entries);
    if (!entries.isEmpty()) {
      Hearing.hear(replica, entries);
    }
    return null;
  }

  /** Now and then a dispatch is out of time before its agent could say a word. */
  private Void sweep(Wiring replica) throws Exception {
    if (ThreadLocalRandom.current().nextInt(20) == 0) {
      database.update(HURRY);
    }
    Sweeping.overdue(replica);
    Sweeping.due(replica);
    Sweeping.lost(replica);
    return null;
  }

  private Void nobodyHasTooMany() throws Exception {
    assertThat(database.query(OVERLOADED, row -> row.getObject(1, UUID.class), Sql.value(SLOTS)))
        .isEmpty();
    return null;
  }

  private record Held(AttemptRef attempt, UUID agentId) {
    private static Held of(ResultSet row) throws SQLException {
      return new Held(
          new AttemptRef(
              row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt")),
          row.getObject("agent_id", UUID.class));
    }
  }
}
