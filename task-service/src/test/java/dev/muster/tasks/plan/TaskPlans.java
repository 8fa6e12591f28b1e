package dev.muster.tasks.plan;

import static dev.muster.tasks.plan.Sample.same;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The statements of submits, deadlines, placement, redrives and an external control plane. */
final class TaskPlans {
  private static final int COLUMNS_OF_A_SUBMIT = 28;
  private static final int COLUMNS_OF_A_PLAIN_SUBMIT = 15;

  private TaskPlans() {}

  static List<Statement> all(Sample sample) throws SQLException {
    String owner = sample.one("select id from owner where nr = 7");
    String ids = sample.ofRunning("id");
    String leases = sample.ofRunning("lease_id");
    String one = sample.one("select id from task where status = 'running' order by id limit 1");
    String failed = sample.many("select id from task where status = 'failed' order by id limit 50");
    List<Statement> all = new ArrayList<>();
    all.add(submits(sample, "TASKS", COLUMNS_OF_A_SUBMIT));
    all.add(submits(sample, "PLAIN_TASKS", COLUMNS_OF_A_PLAIN_SUBMIT));
    all.add(Statement.of("signal.TaskLock.LOCK", 500, ids));
    all.add(Statement.of("signal.ProgressSql.RUNNING", 1_000, ids, leases, same("1", 50)));
    all.add(Statement.of("queue.Silence.HEARD", 1_000, "0", ids, leases, "0"));
    all.add(
        Statement.of(
            "queue.Refusals.HOLDERS",
            1_000,
            ids,
            leases,
            same("1", 50),
            sample.ofRunning("agent_id")));
    all.add(Statement.of("watch.StreamCommands.RUNNING", 1_010, one));
    all.add(Statement.of("watch.StreamCommands.EXISTS", 10, one));
    all.add(Statement.of("deadline.DeadlineSql.EXPIRE", 100));
    all.add(Statement.of("deadline.DeadlineSql.PUT_OFF", 600, "0", ids));
    all.add(Statement.of("deadline.DeadlineSql.WAITING", 201 * (100 + 10)));
    all.add(Statement.of("deadline.DeadlineSql.PARKED", 2 * 1_000 + 200));
    all.add(Statement.of("policy.PolicySql.CONNECTED", 1_000, "n2"));
    all.add(Statement.of("pause.PauseSql.ROUTES", 300, "n2", "t2", "t2", null, null, null, null));
    all.add(Statement.of("cancel.Redrives.NAMED", 1_600, failed, owner, "true"));
    all.add(
        Statement.of(
            "cancel.Redrives.FAILED_OF_OWNER", 2_000, owner, null, null, null, null, "101"));
    all.add(Statement.of("cancel.Redrives.FAILED", 2_000, null, null, null, null, "101"));
    all.addAll(placement(sample, owner));
    all.addAll(controlPlane(sample));
    return all;
  }

  /** Fifty tasks that say nothing beyond what they must. */
  private static Statement submits(Sample sample, String statement, int columns)
      throws SQLException {
    List<String> values = new ArrayList<>(Collections.nCopies(columns, same("null", 50)));
    values.set(1, same("0", 50));
    values.set(2, same("1", 50));
    values.set(3, sample.many("select uuidv7() from generate_series(1, 50)"));
    values.set(4, sample.many("select id from owner order by nr limit 50"));
    values.set(5, same("n2", 50));
    values.set(6, same("t2", 50));
    values.set(7, same("0", 50));
    values.set(8, same("3600000", 50));
    values.set(9, same("1", 50));
    values.set(10, same("3", 50));
    values.add("[{\"type\":\"task/status\",\"payload\":{\"stage\":null}}]");
    values.add("[{\"type\":\"task/status\",\"payload\":{\"stage\":\"scheduled\"}}]");
    return Statement.of("submit.SubmitSql." + statement, 200, values.toArray(String[]::new));
  }

  private static List<Statement> placement(Sample sample, String owner) throws SQLException {
    String ready = "from task where status = 'queued' and stage is null order by id limit 1";
    String id = sample.one("select id " + ready);
    String route = sample.one("select route_id " + ready);
    String ownerOfIt = sample.one("select owner_id " + ready);
    return List.of(
        Statement.of("placement.PlacementSql.TASK", 300, id, owner, "true"),
        Statement.of("placement.PlacementSql.PAUSES", 300, route),
        Statement.of("placement.PlacementSql.AGENTS", 6_000, "{c7}", "n2", null, "true", null),
        Statement.of("placement.PlacementSql.AHEAD", 1_100, route, ownerOfIt, "-100", "-100", id));
  }

  /** Two thousand pieces of work are open, fifty have news. */
  private static List<Statement> controlPlane(Sample sample) throws SQLException {
    return List.of(
        Statement.of("controlplane.WorkSql.WITH_NEWS", 10_000, "a", "50"),
        Statement.of(
            "controlplane.WorkSql.CONFIRM",
            200,
            sample.many("select name from control_plane_work order by name limit 50"),
            same("1", 50),
            same("5", 50),
            same("true", 50),
            "a"),
        Statement.of("controlplane.WorkSql.BURY_GONE", 10_000, "gone", "a"),
        Statement.of("controlplane.WorkSql.FORGET_OLD", 100, "a", "60000"));
  }
}
