package dev.muster.system.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.system.load.Work;
import dev.muster.system.stage.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The output that is stored for each attempt, against what its process prints. */
final class StoredLogs {
  private static final String PIECES =
      """
      select l.task_id, l.attempt, l.position, l.content,
        exists (
          select 1 from attempt a
          where a.task_id = l.task_id and a.number = l.attempt and a.outcome = 'done') as accepted
      from task_log l
      where l.task_id = any (?)
      order by l.task_id, l.attempt, l.position
      """;

  private final Database database;
  private final Map<UUID, Work> accepted;

  StoredLogs(Database database, Map<UUID, Work> accepted) {
    this.database = database;
    this.accepted = accepted;
  }

  private record Attempt(UUID taskId, int number, boolean accepted) {}

  /** That of the accepted attempt is whole, that of any other is a beginning without a gap. */
  void areComplete() throws SQLException {
    Map<UUID, Work> silent = new TreeMap<>();
    accepted.forEach(
        (id, work) -> {
          if (work.log() != null) {
            silent.put(id, work);
          }
        });
    Map<Attempt, StringBuilder> logs = read(List.copyOf(silent.keySet()));
    List<String> wrong = new ArrayList<>();
    logs.forEach(
        (attempt, log) -> {
          String printed = silent.get(attempt.taskId()).log();
          if (attempt.accepted()) {
            silent.remove(attempt.taskId());
          }
          if (attempt.accepted() ? !printed.contentEquals(log) : !printed.startsWith(log + "")) {
            wrong.add(attempt + " stored <" + log + "> of <" + printed + ">");
          }
        });
    assertThat(wrong).as("logs with other bytes than were printed").isEmpty();
    assertThat(silent.keySet()).as("done processes without a log").isEmpty();
  }

  private Map<Attempt, StringBuilder> read(List<UUID> ids) throws SQLException {
    Map<Attempt, StringBuilder> logs = new LinkedHashMap<>();
    database.query(PIECES, row -> append(logs, row), ids);
    return logs;
  }

  private static boolean append(Map<Attempt, StringBuilder> logs, ResultSet row)
      throws SQLException {
    Attempt attempt =
        new Attempt(row.getObject(1, UUID.class), row.getInt(2), row.getBoolean("accepted"));
    StringBuilder log = logs.computeIfAbsent(attempt, key -> new StringBuilder());
    if (row.getLong("position") != log.length()) {
      log.append("[gap or overlap at ").append(row.getLong("position")).append(']');
    }
    log.append(new String(row.getBytes("content"), StandardCharsets.UTF_8));
    return true;
  }
}
