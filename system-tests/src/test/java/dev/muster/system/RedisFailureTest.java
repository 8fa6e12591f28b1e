package dev.muster.system;

import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class RedisFailureTest {
  @Test
  void whatAFlushTakesAwayIsMadeGood(Stage stage) throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().redis().flush();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }

  @Test
  void aKilledRedisComesBackEmptyAndNothingIsLost(Stage stage) throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().redis().kill();
      batch.awaitAccepted();
      stage.platform().redis().start();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }
}
