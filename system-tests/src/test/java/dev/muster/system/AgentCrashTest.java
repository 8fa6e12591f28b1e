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
class AgentCrashTest {
  @Test
  void whatAKilledAgentHeldRunsAgainOnAnother(Stage stage) throws Exception {
    try (Gate gate = Gate.closed(stage);
        Batch held = Held.onAllAgents(stage, gate);
        Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      UUID victim = stage.agentId(0);
      List<UUID> lost = Held.by(victim, stage, held);
      assertThat(lost).isNotEmpty();

      stage.agent(victim).kill();

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(Held.byOthersThan(victim, stage, lost)).isTrue());
      gate.open();
      batch.awaitEnd();
      held.awaitEnd();
      Invariants.allDone(stage, batch);
      Invariants.allDone(stage, held);
      for (UUID task : lost) {
        List<Attempts.Attempt> attempts = Attempts.of(stage, task);
        assertThat(attempts.getFirst()).isEqualTo(new Attempts.Attempt(1, victim, "lost"));
        assertThat(attempts.getLast().outcome()).isEqualTo("done");
        assertThat(attempts.getLast().agentId()).isNotEqualTo(victim);
      }
    }
  }
}
