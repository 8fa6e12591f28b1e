package dev.muster.system.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.system.load.Batch;
import dev.muster.system.stage.Database;
import dev.muster.system.stage.Stage;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What must hold in PostgreSQL once everything has ended, whatever was broken on the way. */
public final class Invariants {
  private final Database database;
  private final List<UUID> ids;

  private Invariants(Database database, List<UUID> ids) {
    this.database = database;
    this.ids = ids;
  }

  /** Every accepted task is done, with exactly one accepted outcome and a complete log. */
  public static void allDone(Stage stage, Batch batch) throws SQLException {
    Invariants invariants = new Invariants(stage.database(), batch.ids());
    invariants.everyTaskIs("done");
    invariants.noSubmitMadeTwoTasks(batch.id());
    invariants.exactlyOneOutcomeEach();
    invariants.resultsAreThoseOfTheTasks();
    new StoredEvents(stage.database(), batch.ids()).tellWhatHappened();
    new StoredLogs(stage.database(), batch.accepted()).areComplete();
    new Slots(stage.database()).wereNeverExceeded(Stage.SLOTS);
  }

  /** Every accepted task is canceled, and no attempt at it counts. */
  public static void allCanceled(Stage stage, Batch batch) throws SQLException {
    Invariants invariants = new Invariants(stage.database(), batch.ids());
    invariants.everyTaskIs("canceled");
    assertThat(
            stage
                .database()
                .count(
                    "select count(*) from attempt where task_id = any (?) and outcome = 'done'",
                    invariants.ids))
        .as("accepted outcomes of canceled tasks")
        .isZero();
    new StoredEvents(stage.database(), batch.ids()).tellWhatHappened();
    new Slots(stage.database()).wereNeverExceeded(Stage.SLOTS);
  }

  private void everyTaskIs(String wanted) throws SQLException {
    assertThat(database.count("select count(*) from task where id = any (?)", ids))
        .as("accepted tasks that exist")
        .isEqualTo(ids.size());
    List<String> others =
        database.query(
            """
            select concat_ws(' ', t.id, t.type, t.status, t.stage, a.outcome, a.message)
            from task t left join attempt a on a.task_id = t.id and a.number = t.attempt
            where t.id = any (?) and t.status <> ?
            """,
            row -> row.getString(1),
            ids,
            wanted);
    assertThat(others).as("tasks that are not " + wanted).isEmpty();
  }

  private void noSubmitMadeTwoTasks(String batch) throws SQLException {
    String made = "select count(*) from task where labels ->> 'batch' = ?";
    assertThat(database.count(made, batch)).as("tasks of the batch").isEqualTo(ids.size());
  }

  private void exactlyOneOutcomeEach() throws SQLException {
    List<String> wrong =
        database.query(
            """
            select t.id || ': ' || string_agg(a.number || ' ' || a.outcome, ', ' order by a.number)
            from task t left join attempt a on a.task_id = t.id
            where t.id = any (?)
            group by t.id, t.attempt
            having count(*) filter (where a.outcome = 'done') <> 1
              or max(a.number) filter (where a.outcome = 'done') <> t.attempt
              or count(a.number) <> t.attempt or max(a.number) <> t.attempt
            """,
            row -> row.getString(1),
            ids);
    assertThat(wrong).as("tasks without exactly one accepted outcome, the last").isEmpty();
    List<String> together =
        database.query(
            """
            select a.task_id || ' attempts ' || a.number || ' and ' || b.number
            from attempt a join attempt b on b.task_id = a.task_id and b.number > a.number
            where a.task_id = any (?) and b.accepted_at < a.finished_at
            """,
            row -> row.getString(1),
            ids);
    assertThat(together).as("attempts that held one task together").isEmpty();
  }

  private void resultsAreThoseOfTheTasks() throws SQLException {
    List<String> wrong =
        database.query(
            """
            select t.id || ' ' || t.type || ': ' || coalesce(a.result, 'no result')
              || coalesce(' ' || a.outcome, '') || coalesce(' exit ' || a.exit_code, '')
            from task t
            left join attempt a on a.task_id = t.id and a.number = t.attempt
            where t.id = any (?) and not coalesce(a.outcome = 'done' and case t.type
              when 'echo' then a.result::jsonb = t.input::jsonb
              when 'sleep' then
                (a.result::jsonb ->> 'slept_seconds')::float >= (t.input::jsonb ->> 'seconds')::float
              else a.exit_code = 0 end, false)
            """,
            row -> row.getString(1),
            ids);
    assertThat(wrong).as("outcomes that are not their tasks'").isEmpty();
  }
}
