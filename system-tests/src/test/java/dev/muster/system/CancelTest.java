package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.system.client.Rest;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class CancelTest {
  private static final Pattern PID = Pattern.compile("pid (\\d+)\n");

  /** A process with a child of its own; both would run for ten minutes. */
  private static final Work ENDLESS =
      new Work(
          "process", Map.of("script", "echo \"pid $$\"; sleep 600 & echo \"pid $!\"; wait"), null);

  @Test
  void queuedTasksEndAtOnceAndRunningOnesWithAllTheirProcesses(Stage stage) throws Exception {
    try (Batch batch = new Batch(stage)) {
      for (int i = 0; i < Batch.IN_FLIGHT + Stage.SLOTS; i++) {
        batch.add(ENDLESS, Map.of("agent_id", stage.agentId(0)));
      }
      batch.awaitAccepted();
      await().atMost(Duration.ofSeconds(30)).until(() -> batch.running() == Stage.SLOTS);
      List<UUID> running = tasks(stage, batch, "running");
      List<Long> pids = new ArrayList<>();
      for (UUID task : running) {
        pids.addAll(pids(stage, task));
      }
      assertThat(pids).hasSize(2 * Stage.SLOTS).allMatch(CancelTest::isAlive);

      for (UUID task : tasks(stage, batch, "queued")) {
        assertThat(cancel(stage, task)).isEqualTo(200);
      }
      assertThat(batch.inFlight()).isEqualTo(Stage.SLOTS);
      for (UUID task : running) {
        assertThat(cancel(stage, task)).isEqualTo(202);
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(pids).noneMatch(CancelTest::isAlive));
      batch.awaitEnd();
      Invariants.allCanceled(stage, batch);
      assertThat(cancel(stage, running.getFirst())).as("a second cancel").isEqualTo(409);
    }
  }

  private static int cancel(Stage stage, UUID task) throws Exception {
    Rest.Answer answer = stage.user().post("/api/v1/tasks/" + task + "/cancel", Map.of());
    return answer.status();
  }

  private static List<UUID> tasks(Stage stage, Batch batch, String status) throws Exception {
    return stage
        .database()
        .query(
            "select id from task where id = any (?) and status = ?",
            row -> row.getObject(1, UUID.class),
            batch.ids(),
            status);
  }

  private static List<Long> pids(Stage stage, UUID task) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                PID.matcher(stage.user().text("/api/v1/tasks/" + task + "/logs"))
                    .results()
                    .map((MatchResult found) -> Long.valueOf(found.group(1)))
                    .toList(),
            pids -> pids.size() == 2);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
