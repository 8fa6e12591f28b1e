package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.tasks.retention.Retention;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.submit.SubmissionKeys;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tasks are moved back in time by other ids: what a week is, ids say. */
@QuarkusTest
class RetentionTest extends QueueCase {
  private static final int OLD = 70;
  private static final int RECENT = 5;

  @Inject Retention retention;
  @Inject SubmissionKeys submissionKeys;

  @Test
  void anOldWeekGoesAndWhatIsNotOldInItStaysAndRuns() throws Exception {
    makeWeek(-OLD);
    UUID old = madeBefore(OLD, canceled());
    finishedBefore(OLD - 1, old);
    UUID recentlyFinished = madeBefore(OLD, canceled());
    finishedBefore(RECENT, recentlyFinished);
    UUID unfinished = madeBefore(OLD, submit(Map.of()));
    assertThat(partition(unfinished)).matches("task_[0-9]{8}");

    retention.dropOld();

    assertThat(oldWeeks()).isZero();
    api().get("/api/v1/tasks/" + old).then().statusCode(404);
    assertThat(rows("task_change", old)).isZero();
    task(recentlyFinished).body("status", equalTo("canceled"));
    assertThat(partition(unfinished)).isEqualTo("task_other");
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    assertThat(attempt.taskId()).isEqualTo(unfinished);
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    task(unfinished).body("status", equalTo("done")).body("result", equalTo("ok"));
    api()
        .get("/api/v1/tasks/" + unfinished + "/events")
        .then()
        .statusCode(200)
        .body(
            "items.findAll { it.type == 'task/status' }.payload.status",
            contains("queued", "running", "done"));
  }

  @Test
  void whatOutlivedItsWeekGoesWhenItsTimeComes() throws Exception {
    UUID task = madeBefore(OLD, canceled());
    retention.dropOld();
    task(task);

    finishedBefore(OLD - 1, task);
    retention.dropOld();

    api().get("/api/v1/tasks/" + task).then().statusCode(404);
    assertThat(rows("task_change", task)).isZero();
  }

  @Test
  void aRedrivenTaskIsNotFinishedLongAgo() throws Exception {
    UUID task = madeBefore(OLD, canceled());
    finishedBefore(OLD - 1, task);
    api().post("/api/v1/tasks/" + task + "/retry").then().statusCode(200);

    retention.dropOld();

    task(task).body("status", equalTo("queued"));
  }

  @Test
  void tasksAreTakenAndReadWhileWeeksAreDropped() throws Exception {
    for (int week = 0; week < 5; week++) {
      makeWeek(-OLD - 7 * week);
      UUID old = madeBefore(OLD + 7 * week, canceled());
      finishedBefore(OLD, old);
    }
    List<UUID> taken = new ArrayList<>();
    AtomicBoolean dropped = new AtomicBoolean();
    Thread dropping =
        Thread.startVirtualThread(
            () -> {
              try {
                retention.dropOld();
                dropped.set(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    do {
      taken.add(submit(Map.of()));
    } while (dropping.isAlive() || taken.size() < 20);
    assertThat(dropped).isTrue();
    assertThat(oldWeeks()).isZero();
    taken.forEach(each -> task(each).body("status", equalTo("queued")));
  }

  @Test
  void oneReplicaAtATimeDoesIt() throws Exception {
    makeWeek(-OLD);
    try (var other = database.getConnection()) {
      other.setAutoCommit(false);
      Sql.query(
          other, "select pg_advisory_xact_lock(hashtextextended('retention', 0))", row -> true);
      retention.dropOld();
      assertThat(oldWeeks()).isOne();
      other.rollback();
    }
    retention.dropOld();
    assertThat(oldWeeks()).isZero();
  }

  @Test
  void whoHoldsALockForLongerIsWaitedForAndDoesNotWait() throws Exception {
    makeWeek(-OLD);
    UUID task = submit(Map.of());
    Thread dropping;
    try (var other = database.getConnection()) {
      other.setAutoCommit(false);
      Sql.query(other, "select 1 from task where id = ? for update", row -> true, Sql.value(task));
      dropping =
          Thread.startVirtualThread(
              () -> {
                try {
                  retention.dropOld();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      // Longer than what the dropping waits for a lock: it lets the submits pass that wait for it.
      for (int i = 0; i < 3; i++) {
        submit(Map.of());
      }
      assertThat(dropping.isAlive()).isTrue();
      assertThat(oldWeeks()).isOne();
      other.rollback();
    }
    dropping.join();
    assertThat(oldWeeks()).isZero();
  }

  @Test
  void theWeeksToComeAreThereAndTakeWhatWasInTheDefault() throws Exception {
    assertThat(retention.makeWeeks()).isGreaterThanOrEqualTo(2);
    UUID future = madeBefore(-OLD, submit(Map.of()));
    assertThat(partition(future)).isEqualTo("task_other");

    makeWeek(OLD);

    assertThat(partition(future)).matches("task_[0-9]{8}");
    task(future).body("status", equalTo("queued"));
    assertThat(rows("task_change", future)).isOne();
  }

  @Test
  void theKeysOfAVanishedTaskAreForgotten() throws Exception {
    UUID first = submit(Map.of("dedupe_key", "k"));
    api().post("/api/v1/tasks/" + first + "/cancel").then().statusCode(200);
    UUID old = madeBefore(OLD, first);
    change(
        "update submission_key set task_id = ?, created_at = now() - interval '70 days' where"
            + " task_id = ?",
        old,
        first);
    finishedBefore(OLD - 1, old);

    retention.dropOld();
    try (var connection = database.getConnection()) {
      submissionKeys.forgetOld(connection);
    }

    assertThat(rows("submission_key", old)).isZero();
    assertThat(submit(Map.of("dedupe_key", "k"))).isNotEqualTo(old);
  }

  private UUID canceled() {
    UUID task = submit(Map.of());
    api().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(200);
    return task;
  }

  private UUID madeBefore(int days, UUID task) throws SQLException {
    UUID old;
    try (var connection = database.getConnection()) {
      old =
          Sql.query(
                  connection,
                  "update task set id = uuidv7(- ? * interval '1 day') where id = ? returning id",
                  row -> row.getObject(1, UUID.class),
                  Sql.value(days),
                  Sql.value(task))
              .getFirst();
    }
    change("update task_change set task_id = ? where task_id = ?", old, task);
    return old;
  }

  private void finishedBefore(int days, UUID task) throws SQLException {
    change("update task set finished_at = now() - ? * interval '1 day' where id = ?", days, task);
  }

  private void makeWeek(int days) throws SQLException {
    try (var connection = database.getConnection()) {
      Sql.query(
          connection,
          "select make_week(now() + ? * interval '1 day')",
          row -> true,
          Sql.value(days));
    }
  }

  private void change(String sql, Object... values) throws SQLException {
    Sql.Param[] params = new Sql.Param[values.length];
    for (int i = 0; i < values.length; i++) {
      params[i] = Sql.value(values[i]);
    }
    try (var connection = database.getConnection()) {
      assertThat(Sql.update(connection, sql, params)).isPositive();
    }
  }

  private int oldWeeks() throws SQLException {
    try (var connection = database.getConnection()) {
      return Sql.query(
              connection,
              "select count(*) from week where monday < now() - interval '38 days'",
              row -> row.getInt(1))
          .getFirst();
    }
  }

  private String partition(UUID task) throws SQLException {
    try (var connection = database.getConnection()) {
      return Sql.query(
              connection,
              "select tableoid::regclass::text from task where id = ?",
              row -> row.getString(1),
              Sql.value(task))
          .getFirst();
    }
  }

  private int rows(String table, UUID task) throws SQLException {
    try (var connection = database.getConnection()) {
      return Sql.query(
              connection,
              "select count(*) from " + table + " where task_id = ?",
              row -> row.getInt(1),
              Sql.value(task))
          .getFirst();
    }
  }
}
