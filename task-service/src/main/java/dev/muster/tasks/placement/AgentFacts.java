package dev.muster.tasks.placement;

import dev.muster.internal.AgentMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A connected agent as a task sees it.
 *
 * @param missing capabilities that the task needs and it hasn't
 */
record AgentFacts(UUID id, int slots, int running, String mode, List<String> missing) {
  static AgentFacts of(ResultSet row) throws SQLException {
    return new AgentFacts(
        row.getObject("agent_id", UUID.class),
        row.getInt("slots"),
        row.getInt("running"),
        row.getString("mode"),
        Arrays.asList((String[]) row.getArray("missing").getArray()));
  }

  boolean isIn(AgentMode mode) {
    return mode.wire().equals(this.mode);
  }

  boolean isFull() {
    return running >= slots;
  }
}
