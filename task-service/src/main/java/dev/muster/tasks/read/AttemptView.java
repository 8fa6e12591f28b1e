package dev.muster.tasks.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One attempt at a task.
 *
 * @param attempt counts from 1 and is never given twice: what was said in a lower one is refused
 * @param outcome null while it is under way
 */
public record AttemptView(
    int attempt,
    UUID agentId,
    String outcome,
    String message,
    Integer exitCode,
    OffsetDateTime dispatchedAt,
    OffsetDateTime acceptedAt,
    OffsetDateTime finishedAt) {

  static AttemptView of(ResultSet row) throws SQLException {
    return new AttemptView(
        row.getInt("number"),
        row.getObject("agent_id", UUID.class),
        row.getString("outcome"),
        row.getString("message"),
        row.getObject("exit_code", Integer.class),
        TaskView.time(row, "dispatched_at"),
        TaskView.time(row, "accepted_at"),
        TaskView.time(row, "finished_at"));
  }
}
