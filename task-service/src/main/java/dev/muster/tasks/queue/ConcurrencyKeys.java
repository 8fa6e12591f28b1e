package dev.muster.tasks.queue;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.dispatch.Dirty;
import dev.muster.tasks.dispatch.Freed;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Lets parked tasks go as their key has room: in the transaction that ends a task with the key, and
 * in the sweeper's look for what became ready and then went another way.
 */
@ApplicationScoped
public class ConcurrencyKeys {
  private final Dirty dirty;

  @Inject
  ConcurrencyKeys(Dirty dirty) {
    this.dirty = dirty;
  }

  /** Makes the best parked tasks of each key ready, as many as there is room. */
  public void release(Change change, Collection<KeyName> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    KeyLock.take(change.connection(), keys);
    List<Released> released =
        Sql.query(
            change.connection(),
            KeySql.RELEASE,
            Released::of,
            Sql.array("text", keys.stream().map(KeyName::namespace).toList()),
            Sql.array("text", keys.stream().map(KeyName::key).toList()));
    change.tell(released.stream().map(Released::event).toList());
    Freed freed = new Freed();
    released.forEach(task -> freed.route(task.namespace(), task.routeId()));
    change.afterCommit(() -> dirty.add(freed));
  }

  /** The same for the keys that have parked tasks and room. */
  public void releaseAll(Change change) throws SQLException {
    release(
        change,
        Sql.query(
            change.connection(),
            KeySql.WITH_ROOM,
            row -> new KeyName(row.getString("namespace"), row.getString("key"))));
  }

  private record Released(UUID id, UUID ownerId, String namespace, long routeId, int attempt) {
    private static Released of(ResultSet row) throws SQLException {
      return new Released(
          row.getObject("id", UUID.class),
          row.getObject("owner_id", UUID.class),
          row.getString("namespace"),
          row.getLong("route_id"),
          row.getInt("attempt"));
    }

    private NewEvent event() {
      return NewEvent.status(id, ownerId, namespace, TaskStatus.QUEUED, null, attempt, null);
    }
  }
}
