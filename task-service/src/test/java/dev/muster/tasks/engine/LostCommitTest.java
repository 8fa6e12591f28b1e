package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.submit.Submitting;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A shared commit happened, and whoever made it saw a time-out. */
class LostCommitTest {
  @Test
  void whatItClaimedAndNobodySentGoesBackBeforeItsDeadline() throws Exception {
    FaultPlan.Single faults = new FaultPlan.Single();
    String namespace = "n" + Ids.next();
    try (EngineDatabase database = new EngineDatabase()) {
      Wiring replica = database.replica(faults, EngineDatabase.NO_TIME);
      Sessions.open(replica, Ids.next(), "s", namespace, 1, List.of());
      Submitting.start(replica);
      Claiming.start(replica);
      try {
        Submitting submit =
            Submitting.of(
                replica, Ids.next(), Map.of("type", "t", "namespace", namespace), "lost-commit");
        faults.arm(Fault.AFTER_COMMIT);
        UUID taskId = submit.submit();

        Awaitility.await()
            .untilAsserted(
                () -> assertThat(outcomes(database, taskId)).containsExactly("undeliverable"));
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(
                            database.query(
                                "select attempt from task where id = ? and status = 'running'",
                                row -> row.getInt(1),
                                Sql.value(taskId)))
                        .containsExactly(2));
      } finally {
        replica.stop();
      }
    }
  }

  private static List<String> outcomes(EngineDatabase database, UUID taskId) throws Exception {
    return database.query(
        "select outcome from attempt where task_id = ?",
        row -> row.getString(1),
        Sql.value(taskId));
  }
}
