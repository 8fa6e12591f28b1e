package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.TaskEvent;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;

/** A transaction that changes tasks, and the events that tell of it; see {@link Changes}. */
public final class Change {
  private final Connection connection;
  private final int mostPerTask;
  private final List<TaskEvent> told = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Change(Connection connection, int mostPerTask) {
    this.connection = connection;
    this.mostPerTask = mostPerTask;
  }

  public Connection connection() {
    return connection;
  }

  /**
   * Appends events, with one statement for all of them. Their tasks' rows must have been locked, or
   * inserted, by an earlier statement of this transaction. Of one task either progress or other
   * things are told by one call.
   */
  public void tell(List<NewEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    List<Run> runs = Run.of(events);
    Map<UUID, NavigableSet<Integer>> kept = new HashMap<>();
    Sql.query(
            connection,
            EventSql.APPEND,
            row -> Map.entry(row.getObject("task_id", UUID.class), row.getInt("last")),
            Sql.array("uuid", runs.stream().map(Run::taskId).toList()),
            Sql.array("int4", runs.stream().map(run -> run.events().size()).toList()),
            Sql.array("text", runs.stream().map(run -> NewEvent.text(run.events())).toList()),
            Sql.array("bool", runs.stream().map(Run::progress).toList()),
            Sql.value(mostPerTask))
        .forEach(
            row -> kept.computeIfAbsent(row.getKey(), id -> new TreeSet<>()).add(row.getValue()));
    for (Run run : runs) {
      // What is missing is progress, and all progress of the task after it too.
      Integer last = kept.getOrDefault(run.taskId(), new TreeSet<>()).pollFirst();
      for (int i = 0; last != null && i < run.events().size(); i++) {
        told(run.events().get(i), last - run.events().size() + 1 + i);
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

  /** What is done once this is committed; left out when nobody knows whether it is. */
  public void afterCommit(Runnable work) {
    afterwards.add(work);
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  List<TaskEvent> told() {
    return told;
  }
}
