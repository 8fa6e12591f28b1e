package dev.muster.tasks.dispatch;

import dev.muster.task.Stages;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * When the next task of each rate limit key may start. A task whose turn is later gets it for good,
 * and waits without being looked at. Times are microseconds since 1970. Safe under the {@link
 * DispatchLock}.
 */
final class RateTurns {
  private final Map<String, Long> next = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final Set<Parked.Place> early = new LinkedHashSet<>();
  private long now;

  static RateTurns of(Connection connection, String namespace, List<ReadyTask> tasks)
      throws SQLException {
    RateTurns turns = new RateTurns();
    List<String> keys =
        tasks.stream()
            .map(task -> task.keys().rateKey())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!keys.isEmpty()) {
      Sql.query(
          connection,
          KeySql.TURNS,
          row -> {
            turns.now = row.getLong("now");
            turns.next.put(row.getString("key"), row.getLong("next_at"));
            return true;
          },
          Sql.array("text", keys),
          Sql.value(namespace));
    }
    return turns;
  }

  /** Whether it is the task's turn, which it then has had. */
  boolean take(ReadyTask task) {
    String key = task.keys().rateKey();
    if (key == null) {
      return true;
    }
    if (next.get(key) > now) {
      early.add(new Parked.Place(task.routeId(), task.ownerId(), key));
      return false;
    }
    reserve(key, task.keys().spacing());
    return true;
  }

  private long reserve(String key, long spacing) {
    long turn = Math.max(now, next.get(key));
    next.put(key, turn + spacing);
    changed.add(key);
    return turn;
  }

  /** Once the round's tasks are claimed. */
  int park(Change change, String namespace) throws SQLException {
    int parked = early.isEmpty() ? 0 : reserveAhead(change, namespace);
    if (!changed.isEmpty()) {
      List<String> keys = changed.stream().sorted().toList();
      Sql.update(
          change.connection(),
          KeySql.NOTE_TURNS,
          Sql.value(namespace),
          Sql.array("text", keys),
          Sql.array("int8", keys.stream().map(next::get).toList()));
    }
    return parked;
  }

  private int reserveAhead(Change change, String namespace) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    List<Long> turns = new ArrayList<>();
    Sql.query(
        change.connection(),
        KeySql.WITHOUT_TURN,
        row -> {
          ids.add(row.getObject("id", UUID.class));
          turns.add(reserve(row.getString("key"), row.getLong("spacing")));
          return true;
        },
        Parked.columns(early));
    return Parked.park(
        change,
        namespace,
        Stages.RATE_LIMITED,
        KeySql.RESERVE,
        Sql.array("uuid", ids),
        Sql.array("int8", turns));
  }
}
