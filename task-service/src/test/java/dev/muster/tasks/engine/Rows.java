package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.JsonText;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.state.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What PostgreSQL says of the tasks of one namespace. */
final class Rows {
  private static final String TASKS =
      """
      select t.id, t.status, t.stage, t.attempt, t.lease_id, t.agent_id, t.failed_attempts,
        t.lost_attempts, %s as state,
        (select coalesce(array_agg(a.outcome order by a.number), '{}') from attempt a
         where a.task_id = t.id) as outcomes,
        (select bool_and(c.whole) from (
           select last - count = lag(last, 1, 0) over (order by last) as whole
           from task_change where task_id = t.id) c) as gapless,
        (select c.events from task_change c
         where c.task_id = t.id and position('task/status' in c.events) > 0
         order by c.last desc limit 1) as told
      from task t
      where t.namespace = ?
      """
          .formatted(
              Stream.of(State.values())
                  .map(each -> "when " + each.condition() + " then '" + each + "'")
                  .collect(Collectors.joining(" ", "case ", " end")));

  private final EngineDatabase database;
  private final String namespace;

  Rows(EngineDatabase database, String namespace) {
    this.database = database;
    this.namespace = namespace;
  }

  /** A task's row with its attempts, and the last status that its events tell. */
  record Row(
      UUID id,
      String status,
      String stage,
      State state,
      int attempt,
      String leaseId,
      UUID agentId,
      int failed,
      int lost,
      List<AttemptOutcome> outcomes,
      boolean gapless,
      String told) {

    private static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getObject("id", UUID.class),
          row.getString("status"),
          row.getString("stage"),
          State.valueOf(row.getString("state")),
          row.getInt("attempt"),
          row.getString("lease_id"),
          row.getObject("agent_id", UUID.class),
          row.getInt("failed_attempts"),
          row.getInt("lost_attempts"),
          Stream.of((String[]) row.getArray("outcomes").getArray())
              .map(outcome -> AttemptOutcome.valueOf(outcome.toUpperCase(Locale.ROOT)))
              .toList(),
          row.getBoolean("gapless"),
          row.getString("told"));
    }

    /** Every attempt has its one row, one was accepted, and no event is missing. */
    boolean wasDoneOnce() {
      return status.equals("done")
          && outcomes.size() == attempt
          && outcomes.indexOf(AttemptOutcome.DONE) == attempt - 1
          && gapless;
    }

    /** The last status and stage that were told. */
    private JsonNode lastTold() {
      JsonNode last = null;
      for (JsonNode event : JsonText.read(told)) {
        if (event.path("type").asText().equals("task/status")) {
          last = event.path("payload");
        }
      }
      return last;
    }
  }

  List<Row> read() throws SQLException {
    return database.query(TASKS, Row::of, Sql.value(namespace));
  }

  void compare(Map<UUID, ModelTask> tasks) throws SQLException {
    List<Row> rows = read();
    assertThat(rows).extracting(Row::id).containsExactlyInAnyOrderElementsOf(tasks.keySet());
    for (Row row : rows) {
      compare(row, tasks.get(row.id()));
    }
  }

  private static void compare(Row row, ModelTask task) {
    assertThat(row.state()).as("state of %s", row).isEqualTo(task.state);
    assertThat(row.attempt()).as("attempts of %s", row).isEqualTo(task.attempts());
    assertThat(row.leaseId()).as("lease of %s", row).isEqualTo(task.leaseId);
    assertThat(row.agentId()).as("agent of %s", row).isEqualTo(task.agentId);
    assertThat(row.failed()).as("failures of %s", row).isEqualTo(task.failed);
    assertThat(row.lost()).as("losses of %s", row).isEqualTo(task.lost);
    assertThat(row.outcomes()).as("outcomes of %s", row).isEqualTo(task.outcomes);
    assertThat(row.outcomes().stream().filter(AttemptOutcome.DONE::equals).count())
        .as("accepted outcomes of %s", row)
        .isLessThanOrEqualTo(1);
    assertThat(row.gapless()).as("events of %s", row).isTrue();
    JsonNode told = row.lastTold();
    assertThat(told.path("status").asText()).as("told of %s", row).isEqualTo(row.status());
    if (task.words == null || !task.running()) {
      assertThat(told.path("stage").textValue()).as("told of %s", row).isEqualTo(row.stage());
    } else if (task.state != State.CANCELING) {
      assertThat(row.stage()).as("words of %s", row).isEqualTo(task.words);
    }
  }
}
