package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.invariant.Attempts;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.RedisConsole;
import dev.muster.system.stage.Stage;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class TaskServiceCrashTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /**
   * Redis holds every write back, so that a dispatch hangs after its claim was committed; what the
   * killed services had sent is dropped with their connections.
   */
  @Test
  void aClaimWhoseDispatchNeverLeftIsTakenBack(Stage stage) throws Exception {
    RedisConsole.run(stage.platform(), "CLIENT PAUSE 60000 WRITE");
    List<UUID> claimed;
    try (Batch batch = Batch.ofAllKinds(stage)) {
      try {
        batch.awaitAccepted();
        claimed = await().atMost(SOON).until(() -> claimed(stage), tasks -> !tasks.isEmpty());
        assertThat(batch.inFlight()).isGreaterThanOrEqualTo(Batch.IN_FLIGHT);
        stage.kill(ServiceKind.TASK);
      } finally {
        RedisConsole.run(stage.platform(), "CLIENT UNPAUSE");
      }
      Stage.start(stage.platform().services(ServiceKind.TASK));
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      for (UUID task : claimed) {
        assertThat(Attempts.of(stage, task).getFirst().outcome())
            .isIn("unaccepted", "undeliverable");
      }
    }
  }

  /** A lock keeps the outcomes' transaction from its commit until the services are dead. */
  @Test
  void anOutcomeWhoseCommitNeverCameIsAppliedOnce(Stage stage) throws Exception {
    try (Connection blocker = stage.database().connect();
        Statement statement = blocker.createStatement();
        Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      blocker.setAutoCommit(false);
      statement.execute("lock table attempt in exclusive mode");
      await().atMost(SOON).until(() -> waitingForTheLock(stage) > 0);
      stage.kill(ServiceKind.TASK);
      blocker.rollback();
      Stage.start(stage.platform().services(ServiceKind.TASK));
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }

  private static List<UUID> claimed(Stage stage) throws Exception {
    return stage
        .database()
        .query(
            "select id from task where status = 'running' and accepted_at is null",
            row -> row.getObject(1, UUID.class));
  }

  private static int waitingForTheLock(Stage stage) throws Exception {
    return stage
        .database()
        .count(
            """
            select count(*) from pg_locks
            where relation = 'attempt'::regclass and not granted
            """);
  }
}
