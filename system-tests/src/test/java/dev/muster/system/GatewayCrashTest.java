package dev.muster.system;

import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class GatewayCrashTest {
  @Test
  void whenEachGatewayIsKilledInTurnUnderLoadItsAgentsGoOnThroughTheOthers(Stage stage)
      throws Exception {
    awaitGateways(stage, Stage.GATEWAYS);
    try (Batch batch = Batch.ofAllKinds(stage)) {
      for (Part gateway : stage.platform().services(ServiceKind.GATEWAY)) {
        for (int i = 0; i < Batch.IN_FLIGHT; i++) {
          batch.add(Work.sleep(0.3 + i % 10 / 10.0));
        }
        batch.awaitInFlight();
        gateway.kill();
        gateway.start();
      }
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      // The dead ones' announcements are gone too.
      awaitGateways(stage, Stage.GATEWAYS);
    }
  }

  @Test
  void whenOneGatewayIsStoppedItsAgentsGoOnThroughTheOthers(Stage stage) throws Exception {
    awaitGateways(stage, Stage.GATEWAYS);
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().service(ServiceKind.GATEWAY, 1).stop();
      awaitGateways(stage, Stage.GATEWAYS - 1);
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

  /** As they announce themselves, and see each other die. */
  private static void awaitGateways(Stage stage, int number) {
    await()
        .atMost(Duration.ofSeconds(6))
        .until(
            () ->
                stage.admin().get("/api/v1/gateway/connections").json().path("gateways").size()
                    == number);
  }
}
