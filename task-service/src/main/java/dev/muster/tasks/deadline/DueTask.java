package dev.muster.tasks.deadline;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A scheduled task, or a retry, whose time has come. */
record DueTask(UUID id, UUID ownerId, String namespace, long routeId, int attempt) {

  static List<DueTask> makeReady(Change change) throws SQLException {
    List<DueTask> due = Sql.query(change.connection(), DeadlineSql.MAKE_READY, DueTask::of);
    change.tell(due.stream().map(DueTask::event).toList());
    return due;
  }

  private NewEvent event() {
    return NewEvent.status(id, ownerId, namespace, TaskStatus.QUEUED, null, attempt, null);
  }

  private static DueTask of(ResultSet row) throws SQLException {
    return new DueTask(
        row.getObject("id", UUID.class),
        row.getObject("owner_id", UUID.class),
        row.getString("namespace"),
        row.getLong("route_id"),
        row.getInt("attempt"));
  }
}
