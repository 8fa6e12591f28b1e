package dev.muster.system;

import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class GatewayCrashTest {
  @Test
  void whenOneGatewayIsKilledItsAgentsGoOnThroughTheOther(Stage stage) throws Exception {
    awaitGateways(stage, 2);
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().service(ServiceKind.GATEWAY, 0).kill();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      awaitGateways(stage, 1);
    }
  }

  @Test
  void whenOneGatewayIsStoppedItsAgentsGoOnThroughTheOther(Stage stage) throws Exception {
    awaitGateways(stage, 2);
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().service(ServiceKind.GATEWAY, 1).stop();
      awaitGateways(stage, 1);
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
