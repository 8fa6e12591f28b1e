package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.system.invariant.Attempts;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Gate;
import dev.muster.system.load.Held;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class PausedAgentTest {
  private static final String CONNECTED =
      "select count(*) from agent_session where agent_id = ? and lost_at is null";

  /** Its processes go on and end while it is frozen, so it wakes with results to tell. */
  @Test
  void anAgentThatWakesAfterItsLeasesChangesNothing(Stage stage) throws Exception {
    try (Gate gate = Gate.closed(stage);
        Batch held = Held.onAllAgents(stage, gate);
        Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      UUID sleeper = stage.agentId(0);
      List<UUID> lost = Held.by(sleeper, stage, held);
      assertThat(lost).isNotEmpty();

      stage.agent(sleeper).pause();
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(Held.byOthersThan(sleeper, stage, lost)).isTrue());
      gate.open();
      batch.awaitEnd();
      held.awaitEnd();
      List<List<Attempts.Attempt>> before = Attempts.of(stage, held.ids());

      stage.agent(sleeper).resume();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> stage.database().count(CONNECTED, sleeper) == 1);
      // A task that it runs now comes behind whatever it had to tell about the old ones.
      try (Batch after = Held.on(sleeper, stage)) {
        after.awaitEnd();
        Invariants.allDone(stage, after);
      }
      assertThat(Attempts.of(stage, held.ids())).isEqualTo(before);
      Invariants.allDone(stage, batch);
      Invariants.allDone(stage, held);
      for (UUID task : lost) {
        List<Attempts.Attempt> attempts = Attempts.of(stage, task);
        assertThat(attempts.getFirst()).isEqualTo(new Attempts.Attempt(1, sleeper, "lost"));
        assertThat(attempts.getLast().agentId()).isNotEqualTo(sleeper);
      }
    }
  }
}
