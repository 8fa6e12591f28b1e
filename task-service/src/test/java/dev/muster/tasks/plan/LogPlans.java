package dev.muster.tasks.plan;

import static dev.muster.tasks.plan.Sample.same;

import java.sql.SQLException;
import java.util.List;

/** The statements about output. */
final class LogPlans {
  private LogPlans() {}

  static List<Statement> all(Sample sample) throws SQLException {
    String ids = sample.ofRunning("id");
    String telling = sample.one("select task_id from task_log group by 1 having count(*) > 100");
    String run = same("run", 50);
    String ones = same("1", 50);
    return List.of(
        Statement.of(
            "log.LogSql.HOLDERS",
            1_000,
            ids,
            sample.ofRunning("lease_id"),
            ones,
            sample.ofRunning("agent_id")),
        Statement.of("log.LogSql.LOCK", 10, ids),
        Statement.of("log.LogSql.EXTENTS", 500, ids),
        Statement.of("log.LogSql.EARLY", 50, telling, "run", "1", "639000"),
        Statement.of(
            "log.LogSql.KEEP",
            100,
            ids,
            run,
            ones,
            same("640000", 50),
            same("640000", 50),
            same("640000", 50),
            same("null", 50)),
        Statement.of(
            "log.LogSql.INSERT",
            100,
            ids,
            run,
            same("2", 50),
            same("0", 50),
            same("stdout", 50),
            same("\"\\\\x61\"", 50)),
        Statement.of("log.LogSql.DROP", 50, telling, "run", "1", "639000"),
        Statement.of(
            "log.LogSql.STORED", 50, telling, "run", "1", "320640", telling, "run", "1", "320000"),
        Statement.of(
            "log.LogReader.PIECES", 50, telling, "run", "1", telling, "run", "1", "639000"),
        Statement.of("log.LogExtents.FROM", 20, telling, "run", "0", "100"));
  }
}
