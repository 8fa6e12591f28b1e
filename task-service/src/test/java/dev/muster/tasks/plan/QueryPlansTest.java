package dev.muster.tasks.plan;

import static dev.muster.tasks.plan.Sample.same;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.tasks.read.ListPlans;
import dev.muster.test.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the statements of the queue read when much is queued and more is finished. At real size:
 *
 * <pre>{@code
 * ./muster test -pl task-service -am -Dtest=QueryPlansTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dmuster.plans.queued=1000000 -Dmuster.plans.finished=10000000
 * }</pre>
 *
 * which prints what each statement read and took.
 */
class QueryPlansTest {
  private static final long QUEUED = Long.getLong("muster.plans.queued", 20_000);
  private static final long FINISHED = Long.getLong("muster.plans.finished", 100_000);
  private static final String NO_ID = "00000000-0000-0000-0000-000000000000";
  private static Connection connection;

  @BeforeAll
  static void load() throws SQLException, IOException {
    TestDatabase database = TestDatabase.freshSchema();
    Flyway.configure()
        .dataSource(database.dataSource())
        .schemas(database.schema())
        .createSchemas(false)
        .load()
        .migrate();
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    try (var script = QueryPlansTest.class.getResourceAsStream("/plan/backlog.sql");
        var statement = connection.createStatement()) {
      statement.execute(
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replace(":queued", Long.toString(QUEUED))
              .replace(":finished", Long.toString(FINISHED)));
    }
    connection.commit();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @TestFactory
  Stream<DynamicTest> readsNoMoreThanItNeeds() throws SQLException {
    return statements().stream()
        .map(statement -> DynamicTest.dynamicTest(statement.name(), () -> look(statement)));
  }

  private static void look(Statement statement) throws SQLException {
    Plan plan = Plan.of(connection, statement);
    System.out.printf("%8d rows %9.2f ms  %s%n", plan.reads(), plan.milliseconds(), statement);
    assertThat(plan.scanned()).as("read as a whole by %s", statement).isEmpty();
    assertThat(plan.reads()).as("read by %s", statement).isLessThanOrEqualTo(statement.most());
  }

  /** A statement more is a line more. */
  private static List<Statement> statements() throws SQLException {
    Sample sample = new Sample(connection);
    String owner = sample.one("select id from owner where nr = 7");
    String agent = sample.one("select id from agent where nr = 7");
    String done =
        sample.one("select id from task where status = 'done' order by id limit 1 offset 1000");
    String failed = sample.one("select id from task where status = 'failed' order by id limit 1");
    String queued =
        sample.one("select id from task where status = 'queued' and stage is null limit 1");
    String telling = sample.one("select id from task where status = 'running' order by id limit 1");
    String ids = sample.ofRunning("id");
    String leases = sample.ofRunning("lease_id");
    String agents = sample.ofRunning("agent_id");
    String ready = sample.many(Sample.READY.formatted("id"));
    String oldIds = sample.many("select id from task where status = 'done' order by id limit 50");
    List<Statement> all = new ArrayList<>();
    all.add(Statement.of("queue.EndingSql.LOCK_HELD", 1_000, ids, leases, same("1", 50), agents));
    all.add(
        Statement.of(
            "queue.EndingSql.RECORD_ATTEMPTS",
            500,
            ids,
            same("done", 50),
            same("x", 50),
            same("null", 50),
            same("0", 50)));
    all.add(
        Statement.of(
            "queue.EndingSql.MOVE_ON",
            1_000,
            "600000",
            "30000",
            ids,
            same("done", 50),
            same("null", 50),
            same("0", 50),
            same("0", 50),
            same("0", 50),
            same("false", 50),
            same("done", 50),
            same("false", 50)));
    all.add(
        Statement.of("signal.AcceptedTask.ACCEPT", 1000, "0", ids, leases, same("1", 50), agents));
    all.add(
        Statement.of(
            "signal.ProgressSql.STORE",
            1000,
            ids,
            leases,
            same("1", 50),
            agents,
            same("50", 50),
            same("half", 50)));
    all.add(Statement.of("deadline.DeadlineSql.MAKE_READY", 500));
    all.add(Statement.of("deadline.DeadlineSql.OVERDUE", 500, "30000"));
    all.add(Statement.of("deadline.DeadlineSql.CONNECTED", 2_500));
    all.add(Statement.of("session.SessionSql.HELD", 100, agent));
    all.add(Statement.of("session.SessionSql.SUPERSEDED", 500, ids, leases, same("1", 50), agent));
    all.add(Statement.of("session.SessionSql.ENDED_BY_IT", 500, oldIds, agent));
    all.add(
        Statement.of("dispatch.DispatchSql.CREDIT", 5_000, "n2", "{" + agent + "}", same("1", 1)));
    all.add(
        Statement.of(
            "dispatch.DispatchSql.READY",
            5_000,
            "n2",
            "{" + agent + "}",
            "n2",
            "{" + agent + "}",
            "{}",
            "{}",
            "50",
            "n2",
            "{" + agent + "}",
            "50",
            "50"));
    all.add(Statement.of("dispatch.DispatchSql.CLAIM", 500, "5000", ready, leases, agents));
    all.add(
        Statement.of(
            "event.EventSql.APPEND",
            500,
            ids,
            same("1", 50),
            same("[]", 50),
            same("false", 50),
            "10000"));
    all.add(Statement.of("event.EventSql.EXTENT", 50, telling, owner, "true"));
    all.add(Statement.of("event.EventSql.READ", 500, telling, "0", "10000", "200"));
    all.add(Statement.of("event.EventSql.READ", 500, telling, "5000", "10000", "200"));
    all.add(Statement.of("event.EventSql.READ", 500, telling, "9990", "10000", "200"));
    all.add(Statement.of("cancel.Cancellation.LOCK", 1_100, queued, owner, "true"));
    all.add(Statement.of("cancel.Cancellation.CANCEL_QUEUED", 50, queued));
    all.add(Statement.of("cancel.Cancellation.ASK_AGENT", 50, "20000", telling));
    all.add(Statement.of("cancel.Cancellation.REDRIVE", 50, "{" + failed + "}"));
    all.add(Statement.of("submit.SubmitSql.FIRST_EVENTS", 500, ready));
    all.add(Statement.of("log.LogReader.TASK", 50, done, owner, "true"));
    all.add(Statement.of("read.ReadSql.ONE", 300, done, owner, "true"));
    all.add(Statement.of("read.ReadSql.EXISTS", 50, done, owner, "true"));
    all.add(Statement.of("read.ReadSql.ATTEMPTS", 50, done, done, "20", "0"));
    all.add(Statement.of("read.ReadSql.ATTEMPT_COUNT", 50, done, done));
    all.add(Statement.of("retention.RetentionSql.LEFT_OVER", 1_100, NO_ID, "2592000000"));
    all.add(Statement.of("retention.RetentionSql.FINISHED_LONG_AGO", 500, oldIds, "2592000000"));
    all.addAll(TaskPlans.all(sample));
    all.addAll(KeyPlans.all(sample));
    all.addAll(KeyPlans.ofSubmits(sample));
    all.addAll(LogPlans.all(sample));
    all.addAll(
        ListPlans.all(owner, agent, sample.one("select first_id(now() - interval '9 days')")));
    return all;
  }
}
