package dev.muster.tasks.controlplane;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/**
 * A piece of work as it is known here.
 *
 * @param taskId also before there is a task
 * @param code why it was refused
 */
record Work(UUID taskId, State state, int code, String reason) {
  /** Each but the first two is an end. */
  enum State {
    /** Came with a poll; whether its task was made is not known. */
    OFFERED,
    /** Has a task. */
    OPEN,
    /** Its task's outcome was confirmed by the control plane. */
    ENDED,
    /** Is no task that can be done. */
    REFUSED,
    /** The control plane didn't take a report of it. */
    DEAD
  }

  static Work of(ResultSet row) throws SQLException {
    return new Work(
        row.getObject("task_id", UUID.class),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("code"),
        row.getString("reason"));
  }
}
