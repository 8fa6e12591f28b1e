package dev.muster.system;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class GatewayCrashTest {
  @Test
  void whenEachGatewayIsKilledInTurnUnderLoadItsAgentsGoOnThroughTheOthers(Stage stage)
      throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      for (Part gateway : stage.platform().services(ServiceKind.GATEWAY)) {
        for (int i = 0; i < Batch.IN_FLIGHT / 2; i++) {
          batch.add(Work.sleep(0.3 + i % 10 / 10.0));
        }
        batch.awaitInFlight();
        gateway.kill();
        gateway.start();
      }
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }

  @Test
  void whenAllGatewaysAreKilledNothingIsLostUntilTheyAreBack(Stage stage) throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.kill(ServiceKind.GATEWAY);
      Stage.start(stage.platform().services(ServiceKind.GATEWAY));
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }
}
