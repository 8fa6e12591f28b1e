package dev.muster.system;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
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
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class EnrollmentTest {

  @Test
  void anAgentThatNobodyRegisteredEnrolsItselfAndRunsATask(Stage stage) throws Exception {
    try (FreshAgent agent = FreshAgent.enroll(stage);
        Batch batch = Held.on(agent.id(), stage)) {
      batch.awaitEnd();

      Invariants.allDone(stage, batch);
      assertThat(Attempts.of(stage, batch.only()))
          .containsExactly(new Attempts.Attempt(1, agent.id(), "done"));
      Rest.Answer known = agent.registration();
      assertThat(known.json().path("name").asText()).isEqualTo(agent.name());
      assertThat(known.json().path("tags").path(0).asText()).isEqualTo(agent.name());

      assertThat(Files.getPosixFilePermissions(agent.credentials()))
          .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);

      agent.program().restart();
      await().atMost(Duration.ofSeconds(30)).until(agent::isOnline);
      assertThat(stage.admin().get("/api/v1/agents?tag=" + agent.name()).json()).hasSize(1);
    }
  }

  @Test
  void aTokenIsRotatedWhileATaskRunsAndTheOldOneIsDead(Stage stage) throws Exception {
    try (FreshAgent agent = FreshAgent.enroll(stage);
        Gate gate = Gate.closed(stage);
        Batch batch = new Batch(stage)) {
      UUID task =
          batch
              .add(Work.waitingFor(gate.file(), "rotating"), Map.of("agent_id", agent.id()))
              .only();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> agent.id().equals(stage.database().holder(task)));
      String old = agent.token();

      assertThat(agent.order("rotate-token", "leaked").status()).isEqualTo(202);
      await().atMost(Duration.ofSeconds(20)).until(() -> isRotated(agent));
      assertThat(agent.token()).isNotEqualTo(old);
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> Handshakes.status(stage.platform().base(), agent.id(), old) == 401);

      gate.open();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      assertThat(Attempts.of(stage, task))
          .containsExactly(new Attempts.Attempt(1, agent.id(), "done"));
      agent.program().restart();
      await().atMost(Duration.ofSeconds(30)).until(agent::isOnline);
    }
  }

  @Test
  void aRotationThatADeathOfBothEndsInterruptsIsFinishedAfterIt(Stage stage) throws Exception {
    try (FreshAgent agent = FreshAgent.enroll(stage)) {
      assertThat(agent.order("rotate-token", "crash").status()).isEqualTo(202);
      agent.program().kill();
      stage.kill(ServiceKind.REGISTRY);
      stage.kill(ServiceKind.GATEWAY);
      Stage.start(stage.platform().parts());
      agent.program().start();

      await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> isRotated(agent));
      String now = agent.token();
      assertThat(Handshakes.status(stage.platform().base(), agent.id(), now)).isEqualTo(101);
      try (Batch batch = Held.on(agent.id(), stage)) {
        batch.awaitEnd();
        Invariants.allDone(stage, batch);
      }
    }
  }

  private static boolean isRotated(FreshAgent agent) throws Exception {
    return agent.registration().json().path("rotation").path("state").asText().equals("done");
  }
}
