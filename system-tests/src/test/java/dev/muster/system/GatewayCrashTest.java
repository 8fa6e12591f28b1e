package dev.muster.system;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class GatewayCrashTest {
  @Test
  void whenOneGatewayIsKilledItsAgentsGoOnThroughTheOther(Stage stage) throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().service(ServiceKind.GATEWAY, 0).kill();
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
