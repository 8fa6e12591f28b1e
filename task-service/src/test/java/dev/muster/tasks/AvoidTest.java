package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.wire.AgentSignal;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AvoidTest extends PlacementCase {
  @Test
  void whoTurnsATaskDownTimeAfterTimeIsAvoidedForLongerAndLonger() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    // Of the tests' settings: 1.5 s at first, 10 minutes at most.
    for (int avoided : new int[] {1_500, 3_000, 6_000}) {
      reject();
      assertThat(avoidedMs(taskId)).isBetween(avoided - 1_000, avoided);
      timeIsOver(taskId);
    }
    update("update task set avoid_rounds = 19 where id = ?", taskId);
    reject();
    assertThat(avoidedMs(taskId)).isBetween(590_000, 600_000);
  }

  @Test
  void aRunThatBeginsMakesUpForIt() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    reject();
    timeIsOver(taskId);
    reject();
    assertThat(count("select avoid_rounds from task where id = ?", taskId)).isEqualTo(1);
    timeIsOver(taskId);
    gateway.say(agent, failed(gateway.dispatched(agent).attempt()));
    assertThat(count("select avoid_rounds from task where id = ?", taskId)).isZero();
  }

  @Test
  void whoAcknowledgesNothingGetsATaskBackLaterAndLater() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    for (int avoided : new int[] {1_500, 3_000}) {
      gateway.undeliverable(agent, null, gateway.dispatched(agent).attempt());
      awaitStatus(taskId, "queued");
      assertThat(avoidedMs(taskId)).isBetween(avoided - 1_000, avoided);
      timeIsOver(taskId);
    }
    gateway.say(agent, done(gateway.dispatched(agent).attempt()));
    api()
        .get("/api/v1/tasks/" + taskId + "/attempts")
        .then()
        .body("items.outcome", equalTo(List.of("rejected", "rejected", "done")));
  }

  private void reject() throws Exception {
    gateway.say(agent, new AgentSignal.TaskReject(gateway.dispatched(agent).attempt(), "no"));
  }

  private int avoidedMs(UUID taskId) throws SQLException {
    return count(
        "select (extract(epoch from avoid_until - now()) * 1000)::int from task where id = ?",
        taskId);
  }

  private void timeIsOver(UUID taskId) throws SQLException {
    update("update task set avoid_until = now() where id = ?", taskId);
    gateway.connect(agent, "s1", 1, List.of(capability));
  }
}
