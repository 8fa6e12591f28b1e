package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.LiveSocket;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class TwoGatewaysTest {
  private static final String GATEWAYS_WITH_AGENTS =
      "select count(distinct gateway_id) from agent_session where lost_at is null";

  private static final List<String> EVENTS = List.of("task/status", "task/result");

  @Test
  void aClientSeesTheTasksOfAgentsOnTheOtherGateway(Stage stage) throws Exception {
    spreadAgents(stage);
    try (LiveSocket first = socket(stage, 0);
        LiveSocket second = socket(stage, 1);
        Batch batch = new Batch(stage)) {
      for (int i = 0; i < Batch.IN_FLIGHT; i++) {
        Work work = Work.process("seen by both " + i, 0);
        batch.add(work, Map.of("agent_id", stage.agentId(i % Stage.AGENTS)));
      }
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      for (LiveSocket client : List.of(first, second)) {
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(unseen(client, batch)).isEmpty());
      }
    }
  }

  /** What the client should have been told of these tasks and wasn't. */
  private static List<String> unseen(LiveSocket client, Batch batch) {
    List<String> unseen = new ArrayList<>();
    for (UUID task : batch.ids()) {
      List<String> seen = client.about(task).stream().map(LiveSocket.Frame::type).toList();
      EVENTS.stream()
          .filter(type -> !seen.contains(type))
          .forEach(type -> unseen.add(task + " " + type + " among " + seen));
    }
    return unseen;
  }

  private static LiveSocket socket(Stage stage, int gateway) {
    return LiveSocket.open(
        stage.platform().service(ServiceKind.GATEWAY, gateway).url(), stage.user().token());
  }

  /** The edge takes turns, so an agent that comes back comes to the other gateway. */
  private static void spreadAgents(Stage stage) throws Exception {
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              boolean spread = stage.database().count(GATEWAYS_WITH_AGENTS) == 2;
              if (!spread) {
                stage.platform().agent(0).restart();
              }
              return spread;
            });
  }
}
