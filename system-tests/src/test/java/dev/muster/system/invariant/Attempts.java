package dev.muster.system.invariant;

import dev.muster.system.stage.Stage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The ended attempts of tasks. */
public final class Attempts {
  private Attempts() {}

  public record Attempt(int number, UUID agentId, String outcome) {}

  public static List<Attempt> of(Stage stage, UUID task) throws SQLException {
    return stage
        .database()
        .query(
            "select number, agent_id, outcome from attempt where task_id = ? order by number",
            row -> new Attempt(row.getInt(1), row.getObject(2, UUID.class), row.getString(3)),
            task);
  }

  public static List<List<Attempt>> of(Stage stage, Collection<UUID> tasks) throws SQLException {
    List<List<Attempt>> all = new ArrayList<>();
    for (UUID task : tasks.stream().sorted().toList()) {
      all.add(of(stage, task));
    }
    return all;
  }
}
