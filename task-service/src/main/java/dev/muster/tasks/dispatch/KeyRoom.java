package dev.muster.tasks.dispatch;

import dev.muster.task.Stages;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.queue.KeyLock;
import dev.muster.tasks.queue.KeyName;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How many more tasks of each concurrency key may run, while a round gives them out. */
final class KeyRoom {
  private final Map<String, Integer> running = new HashMap<>();
  private final Set<Parked.Place> full = new LinkedHashSet<>();

  /** Counted under the {@link KeyLock}, so that what is parked is there for whoever ends. */
  static KeyRoom of(Connection connection, String namespace, List<ReadyTask> tasks)
      throws SQLException {
    KeyRoom room = new KeyRoom();
    List<String> keys =
        tasks.stream()
            .map(task -> task.keys().concurrencyKey())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!keys.isEmpty()) {
      KeyLock.take(connection, keys.stream().map(key -> new KeyName(namespace, key)).toList());
      Sql.query(
              connection,
              KeySql.RUNNING,
              row -> Map.entry(row.getString("key"), row.getInt("running")),
              Sql.value(namespace),
              Sql.array("text", keys))
          .forEach(key -> room.running.put(key.getKey(), key.getValue()));
    }
    return room;
  }

  boolean isThereFor(ReadyTask task) {
    String key = task.keys().concurrencyKey();
    if (key == null || running.get(key) < task.keys().concurrencyLimit()) {
      return true;
    }
    full.add(new Parked.Place(task.routeId(), task.ownerId(), key));
    return false;
  }

  void take(ReadyTask task) {
    if (task.keys().concurrencyKey() != null) {
      running.merge(task.keys().concurrencyKey(), 1, Integer::sum);
    }
  }

  /** Once the round's tasks are claimed. */
  int park(Change change, String namespace) throws SQLException {
    return full.isEmpty()
        ? 0
        : Parked.park(change, namespace, Stages.LIMITED, KeySql.LIMIT, Parked.columns(full));
  }
}
