package dev.muster.tasks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.Endings;
import dev.muster.tasks.sql.Sql;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import dev.muster.wire.AttemptRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Three dispatchers, as three replicas have them, and everybody's ends, at one database. */
@QuarkusTest
@QuarkusTestResource(
    value = PostgresAndRedis.class,
    initArgs = @ResourceArg(name = "schema", value = "task"))
@QuarkusTestResource(WithAuthServer.class)
class ContentionTest {
  private static final int TASKS = 300;
  private static final int AGENTS = 6;
  private static final int SLOTS = 5;
  private static final int KEY_LIMIT = 3;

  private static final String SESSION =
      """
      insert into agent_session (agent_id, session_id, gateway_id, namespace, visibility,
        capabilities, slots)
      values (?, 's', 'gw-nobody', ?, 'public', '{}', ?)
      """;

  private static final String SUBMIT =
      """
      with r as (
        insert into route (namespace, capabilities, private_too, type) values (?, '{}', false, 'x')
        returning id, namespace
      ), owner as materialized (
        select array(select uuidv7() from generate_series(1, 4)) as ids
      )
      insert into task (id, owner_id, namespace, route_id, type, priority, status, run_at,
        timeout_ms, max_attempts, max_lost, input, concurrency_key, concurrency_limit)
      select uuidv7(), owner.ids[1 + n % 4], r.namespace, r.id, 'x', 0, 'queued', now(), 60000, 1,
        99, '{}', case when n % 2 = 0 then 'k' || n % 3 end, case when n % 2 = 0 then ? end
      from r, owner, generate_series(1, ?) n
      """;

  @Inject TaskConfig config;
  @Inject MeterRegistry metrics;
  @Inject Transactions transactions;
  @Inject Changes changes;
  @Inject Endings endings;

  private final String namespace = "contention" + Ids.next();
  private final List<UUID> agents = new ArrayList<>();
  private final Set<UUID> claimed = ConcurrentHashMap.newKeySet();
  private final Set<UUID> ended = ConcurrentHashMap.newKeySet();
  private final Set<String> wrongs = ConcurrentHashMap.newKeySet();
  private final Instant end = Instant.now().plus(Duration.ofSeconds(60));

  @Test
  void noTaskTwiceNoSlotAndNoKeyExceeded() throws Exception {
    prepare();
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Claims claims = new Claims(config, metrics);
      work.add(() -> dispatch(claims));
    }
    work.add(this::watch);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    }
    assertThat(wrongs).isEmpty();
    assertThat(number("select count(*) from task where namespace = ? and status = 'done'"))
        .isEqualTo(TASKS);
    assertThat(
            number(
                """
                select count(*) from attempt a join task t on t.id = a.task_id
                where t.namespace = ? and a.outcome = 'done'
                """))
        .isEqualTo(TASKS);
    transactions.inTransaction(
        connection ->
            Sql.update(
                connection, "delete from agent_session where namespace = ?", Sql.value(namespace)));
  }

  private void prepare() {
    transactions.inTransaction(
        connection -> {
          for (int i = 0; i < AGENTS; i++) {
            UUID agent = Ids.next();
            agents.add(agent);
            Sql.update(
                connection, SESSION, Sql.value(agent), Sql.value(namespace), Sql.value(SLOTS));
          }
          return Sql.update(
              connection, SUBMIT, Sql.value(namespace), Sql.value(KEY_LIMIT), Sql.value(TASKS));
        });
  }

  private boolean isOver() {
    return ended.size() >= TASKS || Instant.now().isAfter(end);
  }

  private Void dispatch(Claims claims) throws Exception {
    while (!isOver()) {
      Claims.Round round =
          changes.commit(
              change -> {
                DispatchLock.take(change.connection(), namespace);
                return claims.claim(change, namespace, new Freed.Names(agents, List.of()));
              });
      for (Claimed task : round.claimed()) {
        if (!claimed.add(task.attempt().taskId())) {
          wrongs.add("claimed twice: " + task.attempt().taskId());
        }
      }
      // Each by itself, so that ends of a key meet; also what the service's own dispatcher claimed.
      for (AttemptEnd each : running()) {
        changes
            .commit(change -> endings.apply(change, List.of(each)))
            .forEach(task -> ended.add(task.id()));
      }
    }
    return null;
  }

  private List<AttemptEnd> running() {
    return transactions.inTransaction(
        connection ->
            Sql.query(
                connection,
                """
                select id, lease_id, attempt, agent_id from task
                where namespace = ? and status = 'running'
                order by random() limit 10
                """,
                row ->
                    new AttemptEnd(
                        new AttemptRef(
                            row.getObject("id", UUID.class),
                            row.getString("lease_id"),
                            row.getInt("attempt")),
                        row.getObject("agent_id", UUID.class),
                        AttemptOutcome.DONE,
                        "1",
                        null,
                        null,
                        null,
                        false,
                        false),
                Sql.value(namespace)));
  }

  private Void watch() {
    while (!isOver()) {
      expectAtMost(SLOTS, "agent_id");
      expectAtMost(KEY_LIMIT, "concurrency_key");
    }
    return null;
  }

  private void expectAtMost(int most, String column) {
    int running =
        number(
            "select coalesce(max(n), 0) from (select count(*) as n from task where namespace = ?"
                + " and status = 'running' and "
                + column
                + " is not null group by "
                + column
                + ") t");
    if (running > most) {
      wrongs.add(running + " of one " + column);
    }
  }

  private int number(String sql) {
    return transactions
        .inTransaction(
            connection -> Sql.query(connection, sql, row -> row.getInt(1), Sql.value(namespace)))
        .getFirst();
  }
}
