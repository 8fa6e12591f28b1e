package dev.muster.tasks.queue;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The columns of one batch of endings, written with two statements whatever its size. */
final class EndingRows {
  private final List<UUID> ids = new ArrayList<>();
  private final List<String> statuses = new ArrayList<>();
  private final List<String> stages = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final List<Integer> failed = new ArrayList<>();
  private final List<Integer> lost = new ArrayList<>();
  private final List<Boolean> avoid = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<Integer> exitCodes = new ArrayList<>();
  private final List<Boolean> fences = new ArrayList<>();

  void add(HeldTask task, AttemptEnd end, Verdict verdict) {
    ids.add(task.id());
    statuses.add(verdict.status().wire());
    stages.add(verdict.stage());
    waits.add(verdict.delay() == null ? 0L : verdict.delay().toMillis());
    failed.add(verdict.failedAttempts());
    lost.add(verdict.lostAttempts());
    avoid.add(verdict.avoidAgent());
    outcomes.add(end.outcome().wire());
    results.add(end.result());
    messages.add(end.message() == null ? null : end.message().replace('\0', '\uFFFD'));
    exitCodes.add(end.exitCode());
    fences.add(end.fence());
  }

  /** Answers the concurrency keys that have more room now. */
  List<KeyName> write(Connection connection, Duration avoidFor, Duration avoidForMost)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    // The attempt's row is copied from the task before the task's row is let go.
    Sql.update(
        connection,
        EndingSql.RECORD_ATTEMPTS,
        Sql.array("uuid", ids),
        Sql.array("text", outcomes),
        Sql.array("text", results),
        Sql.array("text", messages),
        Sql.array("int4", exitCodes));
    return Sql.query(
        connection,
        EndingSql.MOVE_ON,
        row -> new KeyName(row.getString("namespace"), row.getString("concurrency_key")),
        Sql.value(avoidForMost.toMillis()),
        Sql.value(avoidFor.toMillis()),
        Sql.array("uuid", ids),
        Sql.array("text", statuses),
        Sql.array("text", stages),
        Sql.array("int8", waits),
        Sql.array("int4", failed),
        Sql.array("int4", lost),
        Sql.array("bool", avoid),
        Sql.array("text", outcomes),
        Sql.array("bool", fences));
  }
}
