package dev.muster.system.load;

import static org.awaitility.Awaitility.await;

import dev.muster.system.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tasks whose holders matter. */
public final class Held {
  private static final int TASKS = 3 * Stage.AGENTS;

  private Held() {}

  /** Processes that wait for the gate, some of them on each agent; they run when this returns. */
  public static Batch onAllAgents(Stage stage, Gate gate) throws Exception {
    Batch batch = new Batch(stage);
    for (int i = 0; i < TASKS; i++) {
      batch.add(Work.waitingFor(gate.file(), "held " + i));
    }
    batch.awaitAccepted();
    await().atMost(Duration.ofSeconds(30)).until(() -> batch.running() == TASKS);
    return batch;
  }

  /** One short task for one agent. */
  public static Batch on(UUID agentId, Stage stage) {
    return new Batch(stage).add(Work.process("on " + agentId, 0), Map.of("agent_id", agentId));
  }

  /** Those that an agent holds now. */
  public static List<UUID> by(UUID agentId, Stage stage, Batch batch) throws SQLException {
    List<UUID> tasks = new ArrayList<>();
    for (UUID task : batch.ids()) {
      if (agentId.equals(stage.database().holder(task))) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Whether others hold them all, and have accepted them. */
  public static boolean byOthersThan(UUID agentId, Stage stage, List<UUID> tasks)
      throws SQLException {
    for (UUID task : tasks) {
      UUID holder = stage.database().holder(task);
      if (holder == null || holder.equals(agentId)) {
        return false;
      }
    }
    return true;
  }
}
