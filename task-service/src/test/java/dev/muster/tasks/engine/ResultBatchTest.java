package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.signal.Hearing;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.submit.Submitting;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words about several attempts in one batch, which is one transaction. */
class ResultBatchTest {
  private final String namespace = "n" + Ids.next();
  private final UUID agent = Ids.next();
  private EngineDatabase database;
  private Wiring replica;

  @BeforeEach
  void open() throws SQLException {
    database = new EngineDatabase();
    Map<String, String> settings = new HashMap<>(EngineDatabase.NO_TIME);
    settings.put("muster.events.progress-per-second", "1");
    replica = database.replica(FaultPlan.none(), settings);
    Submitting.start(replica);
    Sessions.open(replica, agent, "s", namespace, 2, List.of());
  }

  @AfterEach
  void close() {
    replica.stop();
    database.close();
  }

  @Test
  void anAcceptCountsThoughSomebodyElseSendsAResultForItsAttempt() throws Exception {
    AttemptRef attempt = claim(1).getFirst();
    Hearing.hear(
        replica,
        List.of(
            Hearing.said(agent, new AgentSignal.TaskAccept(attempt)), result(Ids.next(), attempt)));
    assertThat(
            database.query(
                "select status from task where id = ? and accepted_at is not null",
                row -> row.getString(1),
                Sql.value(attempt.taskId())))
        .containsExactly("running");
  }

  /** Else it and another batch could each hold what the other waits for. */
  @Test
  void aBatchHoldsNoTaskWhileItWaitsForAnEarlierOne() throws Exception {
    List<AttemptRef> attempts = claim(2);
    AttemptRef first = attempts.getFirst();
    AttemptRef second = attempts.getLast();
    // Its last word is held back, and told with its end.
    UpstreamEntry progress =
        Hearing.said(agent, new AgentSignal.TaskProgress(second, 40.0, null, "on", null));
    Hearing.hear(replica, List.of(progress, progress));
    try (Connection other = database.source().getConnection();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      lock(other, "for update", first);
      Future<?> heard =
          threads.submit(
              () -> {
                Hearing.hear(replica, List.of(result(agent, first), result(agent, second)));
                return null;
              });
      try {
        Awaitility.await().until(() -> isWaitedFor(other));
        lock(other, "for update nowait", second);
      } finally {
        other.commit();
        other.setAutoCommit(true);
      }
      heard.get();
    }
    assertThat(database.query("select status from task", row -> row.getString(1)))
        .containsExactly("done", "done");
  }

  private List<AttemptRef> claim(int tasks) throws SQLException {
    for (int i = 0; i < tasks; i++) {
      Submitting.of(replica, agent, Map.of("type", "t", "namespace", namespace), "key-" + i)
          .submit();
    }
    Claiming.claim(replica, namespace, List.of(agent));
    return database.query(
        "select id, lease_id, attempt from task where status = 'running' order by id",
        row ->
            new AttemptRef(
                row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt")));
  }

  private static UpstreamEntry result(UUID agentId, AttemptRef attempt) {
    return Hearing.said(agentId, new AgentSignal.TaskResult(attempt, TextNode.valueOf("ok"), 0));
  }

  private static void lock(Connection connection, String how, AttemptRef attempt)
      throws SQLException {
    Sql.query(
        connection,
        "select 1 from task where id = ? " + how,
        row -> true,
        Sql.value(attempt.taskId()));
  }

  private boolean isWaitedFor(Connection connection) throws SQLException {
    int pid = Sql.query(connection, "select pg_backend_pid()", row -> row.getInt(1)).getFirst();
    return !database
        .query(
            "select 1 from pg_stat_activity where ? = any (pg_blocking_pids(pid))",
            row -> true,
            Sql.value(pid))
        .isEmpty();
  }
}
