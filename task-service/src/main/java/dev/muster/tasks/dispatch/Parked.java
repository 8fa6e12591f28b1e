package dev.muster.tasks.dispatch;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Tasks that leave the ready ones until something else happens. */
final class Parked {
  private Parked() {}

  /** Runs a statement that parks tasks and tells their owners; how many there were. */
  static int park(Change change, String namespace, String stage, String sql, Sql.Param... params)
      throws SQLException {
    List<NewEvent> events =
        Sql.query(
            change.connection(),
            sql,
            row ->
                NewEvent.status(
                    row.getObject("id", UUID.class),
                    row.getObject("owner_id", UUID.class),
                    namespace,
                    TaskStatus.QUEUED,
                    stage,
                    row.getInt("attempt"),
                    null),
            params);
    change.tell(events);
    return events.size();
  }

  /** Where tasks with a key are looked for. */
  record Place(long routeId, UUID ownerId, String key) {}

  static Sql.Param[] columns(Collection<Place> places) {
    return new Sql.Param[] {
      Sql.array("int8", places.stream().map(Place::routeId).toList()),
      Sql.array("uuid", places.stream().map(Place::ownerId).toList()),
      Sql.array("text", places.stream().map(Place::key).toList())
    };
  }
}
