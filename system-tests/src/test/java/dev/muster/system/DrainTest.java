package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Handshakes;
import dev.muster.system.client.Rest;
import dev.muster.system.invariant.Attempts;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Gate;
import dev.muster.system.load.Held;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class DrainTest {
  private static final int FORBIDDEN = 403;

  @Test
  void aDrainedAgentEndsWhatItHasAndOthersGetTheRest(Stage stage) throws Exception {
    UUID drained = stage.agentId(0);
    try (Gate gate = Gate.closed(stage);
        Batch held = Held.onAllAgents(stage, gate);
        Batch later = new Batch(stage)) {
      List<UUID> mine = Held.by(drained, stage, held);
      assertThat(mine).isNotEmpty();
      Rest.Answer answer = order(stage, drained, "drain");
      assertThat(answer.json().path("effective").asBoolean()).isTrue();

      for (int i = 0; i < 60; i++) {
        later.add(Work.echo("after the drain " + i));
      }
      later.awaitEnd();
      assertThat(ranOn(stage, later)).doesNotContain(drained);
      assertThat(Held.by(drained, stage, held)).containsExactlyInAnyOrderElementsOf(mine);
      gate.open();
      held.awaitEnd();
      Invariants.allDone(stage, held);
      Invariants.allDone(stage, later);
      for (UUID task : mine) {
        assertThat(Attempts.of(stage, task))
            .containsExactly(new Attempts.Attempt(1, drained, "done"));
      }
    } finally {
      order(stage, drained, "resume");
    }
    try (Batch back = Held.on(drained, stage)) {
      back.awaitEnd();
      Invariants.allDone(stage, back);
    }
  }

  @Test
  void aDrainOutlastsTheDeathOfEveryPart(Stage stage) throws Exception {
    UUID drained = stage.agentId(1);
    order(stage, drained, "drain");
    try (Batch waiting = Held.on(drained, stage)) {
      waiting.awaitAccepted();
      stage.kill(ServiceKind.GATEWAY);
      stage.kill(ServiceKind.TASK);
      stage.kill(ServiceKind.REGISTRY);
      stage.agent(drained).kill();
      Stage.start(stage.platform().parts());

      try (Batch others = new Batch(stage)) {
        for (int i = 0; i < 30; i++) {
          others.add(Work.echo("meanwhile " + i));
        }
        others.awaitEnd();
        assertThat(ranOn(stage, others)).doesNotContain(drained);
      }
      assertThat(waiting.inFlight()).isEqualTo(1);
      order(stage, drained, "resume");
      waiting.awaitEnd();
      Invariants.allDone(stage, waiting);
    } finally {
      order(stage, drained, "resume");
    }
  }

  @Test
  void whatAQuarantinedAgentHasRunsOnOthersAndItIsNotLetIn(Stage stage) throws Exception {
    UUID cutOff = stage.agentId(2);
    try (Gate gate = Gate.closed(stage);
        Batch held = Held.onAllAgents(stage, gate)) {
      List<UUID> lost = Held.by(cutOff, stage, held);
      assertThat(lost).isNotEmpty();
      Rest.Answer answer = order(stage, cutOff, "quarantine");
      assertThat(answer.json().path("effective").asBoolean()).isTrue();

      await().atMost(Duration.ofSeconds(20)).until(() -> Held.byOthersThan(cutOff, stage, lost));
      String token = stage.platform().agentIdentity(2).token();
      assertThat(Handshakes.status(stage.platform().base(), cutOff, token)).isEqualTo(FORBIDDEN);
      gate.open();
      held.awaitEnd();
      Invariants.allDone(stage, held);
      for (UUID task : lost) {
        assertThat(Attempts.of(stage, task).getFirst())
            .isEqualTo(new Attempts.Attempt(1, cutOff, "lost"));
      }
    } finally {
      order(stage, cutOff, "resume");
      // Otherwise it would try again only after half a minute.
      stage.agent(cutOff).restart();
    }
  }

  @Test
  void aKickedAgentIsOffAtOnceAndMayComeBack(Stage stage) throws Exception {
    UUID kicked = stage.agentId(0);
    try {
      assertThat(order(stage, kicked, "kick").json().path("kicked").asBoolean()).isTrue();
      await().atMost(Duration.ofSeconds(2)).until(() -> !isConnected(stage, kicked));
      // Nothing happens to one that isn't there.
      assertThat(order(stage, kicked, "kick").status()).isEqualTo(200);
    } finally {
      // Otherwise it would try again only after half a minute.
      stage.agent(kicked).restart();
    }
    try (Batch back = Held.on(kicked, stage)) {
      back.awaitEnd();
      Invariants.allDone(stage, back);
    }
    assertThat(isConnected(stage, kicked)).isTrue();
  }

  private static boolean isConnected(Stage stage, UUID agentId) throws Exception {
    String path = "/api/v1/agents/" + agentId + "/cc-status";
    return stage.admin().get(path).json().path("connected").asBoolean();
  }

  private static List<UUID> ranOn(Stage stage, Batch batch) throws Exception {
    return stage
        .database()
        .query(
            "select distinct agent_id from attempt where task_id = any (?)",
            row -> row.getObject(1, UUID.class),
            batch.ids());
  }

  private static Rest.Answer order(Stage stage, UUID agentId, String verb) throws Exception {
    return stage.admin().post("/api/v1/agents/" + agentId + "/" + verb, Map.of("reason", "test"));
  }
}
