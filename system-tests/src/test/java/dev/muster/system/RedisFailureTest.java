package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.system.client.LiveSocket;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class RedisFailureTest {
  private static final String LOST =
      "select count(*) from attempt where outcome = 'lost' and task_id = any (?)";

  @Test
  void whatAFlushTakesAwayIsMadeGood(Stage stage) throws Exception {
    try (Batch batch = Batch.ofAllKinds(stage)) {
      batch.awaitInFlight();
      stage.platform().redis().flush();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }

  /** It is away for longer than a silent agent is waited for. */
  @Test
  void whileRedisIsAwaySocketsStayOpenAndAfterItNothingIsLost(Stage stage) throws Exception {
    List<UUID> before = sessions(stage);
    try (Batch batch = Batch.ofAllKinds(stage);
        LiveSocket client = LiveSocket.open(stage.platform().base(), stage.user().token())) {
      batch.awaitInFlight();
      stage.platform().redis().kill();
      batch.awaitAccepted();
      await()
          .during(Stage.HEARTBEAT_TIMEOUT.plusSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .until(() -> !client.closed().isDone());
      stage.platform().redis().start();
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
      assertThat(client.closed()).isNotDone();
      assertThat(sessions(stage)).isEqualTo(before);
      assertThat(stage.database().count(LOST, batch.ids())).isZero();
      try (Batch after = new Batch(stage)) {
        UUID last = after.add(Work.echo("after it")).only();
        assertThat(
                client.first(
                    frame -> frame.type().equals("task/result") && frame.isAbout(last),
                    Duration.ofSeconds(10)))
            .isNotNull();
      }
    }
  }

  private static List<UUID> sessions(Stage stage) throws SQLException {
    return stage
        .database()
        .query(
            "select session_id from agent_session where lost_at is null order by 1",
            row -> UUID.fromString(row.getString(1)));
  }
}
