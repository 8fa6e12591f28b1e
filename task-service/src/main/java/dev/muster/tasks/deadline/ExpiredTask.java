package dev.muster.tasks.deadline;

import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.event.Words;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A task that no agent started within its queue timeout. */
record ExpiredTask(UUID id, UUID ownerId, String namespace, int attempt, String failure) {

  static int fail(Change change) throws SQLException {
    List<ExpiredTask> expired = Sql.query(change.connection(), DeadlineSql.EXPIRE, ExpiredTask::of);
    change.tell(expired.stream().flatMap(ExpiredTask::events).toList());
    return expired.size();
  }

  private Stream<NewEvent> events() {
    var error =
        NewEvent.emptyPayload()
            .put("status", TaskStatus.FAILED.wire())
            .put("kind", AttemptOutcome.TIMEOUT.wire());
    Words.message(error, failure);
    return Stream.of(
        NewEvent.of(id, ownerId, namespace, "task/error", error),
        NewEvent.status(
            id, ownerId, namespace, TaskStatus.FAILED, Stages.DEAD_LETTER, attempt, null));
  }

  private static ExpiredTask of(ResultSet row) throws SQLException {
    return new ExpiredTask(
        row.getObject("id", UUID.class),
        row.getObject("owner_id", UUID.class),
        row.getString("namespace"),
        row.getInt("attempt"),
        row.getString("failure"));
  }
}
