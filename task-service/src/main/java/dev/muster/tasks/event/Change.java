package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.TaskEvent;
import dev.muster.tasks.queue.JsonText;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A transaction that changes tasks, and the events that tell of it; see {@link Changes}. */
public final class Change {
  private final Connection connection;
  private final int mostPerTask;
  private final List<TaskEvent> told = new ArrayList<>();

  Change(Connection connection, int mostPerTask) {
    this.connection = connection;
    this.mostPerTask = mostPerTask;
  }

  public Connection connection() {
    return connection;
  }

  /**
   * Appends events, with one statement for all of them. Their tasks' rows must have been locked, or
   * inserted, by an earlier statement of this transaction.
   */
  public void tell(List<NewEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    Map<UUID, ArrayDeque<Row>> rows = new HashMap<>();
    Sql.query(
            connection,
            EventSql.APPEND,
            row ->
                new Row(
                    row.getObject("task_id", UUID.class),
                    row.getInt("position"),
                    row.getString("type")),
            Sql.array("uuid", events.stream().map(NewEvent::taskId).toList()),
            Sql.array("text", events.stream().map(NewEvent::type).toList()),
            Sql.array("text", events.stream().map(each -> JsonText.write(each.payload())).toList()),
            Sql.value(mostPerTask))
        .stream()
        .sorted((one, other) -> Integer.compare(one.position(), other.position()))
        .forEach(row -> rows.computeIfAbsent(row.taskId(), id -> new ArrayDeque<>()).add(row));
    for (NewEvent event : events) {
      ArrayDeque<Row> ofTask = rows.getOrDefault(event.taskId(), new ArrayDeque<>());
      // Only progress may be missing.
      if (!ofTask.isEmpty() && ofTask.peek().type().equals(event.type())) {
        told(event, ofTask.remove().position());
      }
    }
  }

  /** An event that a statement of the caller's has appended. */
  public void told(NewEvent event, int position) {
    ObjectNode payload = NewEvent.emptyPayload().put("task_id", event.taskId().toString());
    payload.setAll(event.payload());
    if (event.result() != null) {
      Words.result(payload, event.result());
    }
    told.add(
        new TaskEvent(
            event.type(), event.taskId(), event.ownerId(), event.namespace(), position, payload));
  }

  List<TaskEvent> told() {
    return told;
  }

  private record Row(UUID taskId, int position, String type) {}
}
