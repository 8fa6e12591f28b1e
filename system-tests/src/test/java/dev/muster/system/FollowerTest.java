package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.EventFollower;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class FollowerTest {
  /** Queued, dispatched, accepted twice. */
  private static final int WHILE_IT_RUNS = 4;

  @Test
  void whoFollowsGoesOnAtTheOtherReplicaWhenItsOwnDies(Stage stage) throws Exception {
    Part first = stage.platform().service(ServiceKind.TASK, 0);
    Part other = stage.platform().service(ServiceKind.TASK, 1);
    try (Batch batch = new Batch(stage).add(Work.sleep(3))) {
      UUID task = batch.only();
      List<String> ids = new ArrayList<>();
      try (EventFollower follower = new EventFollower(stage.user().at(first.url()), task, "")) {
        await().atMost(Duration.ofSeconds(10)).until(() -> follower.ids().size() == WHILE_IT_RUNS);
        first.kill();
        await().atMost(Duration.ofSeconds(5)).until(follower::hasEnded);
        ids.addAll(follower.ids());
      }
      try (EventFollower follower =
          new EventFollower(stage.user().at(other.url()), task, ids.getLast())) {
        await().atMost(Duration.ofSeconds(20)).until(follower::hasEnded);
        ids.addAll(follower.ids());
      }
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      assertThat(ids.stream().map(id -> id.substring(id.indexOf(':') + 1)))
          .containsExactly("1", "2", "3", "4", "5", "6");
      assertThat(ids.stream().map(id -> id.substring(0, id.indexOf(':'))).distinct()).hasSize(1);
    }
  }
}
