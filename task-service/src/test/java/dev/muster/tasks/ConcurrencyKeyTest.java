package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConcurrencyKeyTest extends PlacementCase {
  @Test
  void noMoreRunThanTheKeyAllowsAndTheBestOfTheOthersFollows() throws Exception {
    submit(Map.of());
    submit(Map.of());
    UUID third = submit(Map.of());
    UUID urgent = submit(Map.of("priority", -1));
    keyed(2);
    gateway.connect(agent, "s1", 9, List.of(capability));
    AttemptRef first = accepted(agent);
    AttemptRef second = accepted(agent);
    await().until(() -> tasks("stage = 'limited'") == 2);
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    api()
        .get("/api/v1/tasks/" + third + "/placement")
        .then()
        .body("reasons[0].code", equalTo("concurrency_limited"))
        .body("reasons[0].running", equalTo(2))
        .body("reasons[0].limit", equalTo(2));

    update("update task set priority = 5 where id = ?", urgent);
    gateway.say(agent, done(first));
    assertThat(accepted(agent).taskId()).isEqualTo(urgent);
    gateway.say(agent, failed(second));
    assertThat(accepted(agent).taskId()).isEqualTo(third);
  }

  @Test
  void aCrowdOfOneKeyDisturbsNobody() throws Exception {
    UUID other = Ids.next();
    UUID first = submit(Map.of());
    keyed(1);
    copy(first, 20_000);
    UUID behind = submit(Map.of());
    gateway.connect(agent, "s1", 9, List.of(capability));
    assertThat(accepted(agent).taskId()).isEqualTo(first);
    UUID others = submitAs(other, Map.of());
    assertThat(List.of(accepted(agent).taskId(), accepted(agent).taskId()))
        .containsExactlyInAnyOrder(others, behind);
    assertThat(
            count(
                """
                select extract(milliseconds from dispatched_at - created_at)::int from task
                where id = ?
                """,
                others))
        .isLessThan(1_000);
    assertThat(tasks("stage = 'limited'")).isEqualTo(20_000);
  }

  @Test
  void whatNobodyLetGoIsLetGoByTheSweeper() throws Exception {
    UUID taskId = submit(Map.of());
    keyed(1);
    update("update task set stage = 'limited' where id = ?", taskId);
    gateway.connect(agent, "s1", 1, List.of(capability));
    assertThat(accepted(agent).taskId()).isEqualTo(taskId);
  }

  @Test
  void aCanceledHolderMakesRoom() throws Exception {
    submit(Map.of());
    UUID next = submit(Map.of());
    keyed(1);
    gateway.connect(agent, "s1", 9, List.of(capability));
    AttemptRef first = accepted(agent);
    await().until(() -> tasks("stage = 'limited'") == 1);
    api().post("/api/v1/tasks/" + first.taskId() + "/cancel").then().statusCode(202);
    AgentCommand command = gateway.command(agent);
    while (command instanceof AgentCommand.CancelTask) {
      command = gateway.command(agent);
    }
    assertThat(command)
        .isInstanceOfSatisfying(
            AgentCommand.DispatchTask.class,
            dispatch -> assertThat(dispatch.attempt().taskId()).isEqualTo(next));
  }

  private void keyed(int limit) throws SQLException {
    update(
        "update task set concurrency_key = 'db', concurrency_limit = ? where namespace = ?",
        limit,
        namespace);
  }
}
