package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RateLimitKeyTest extends PlacementCase {
  @Test
  void tasksStartNoFasterThanTheirKeyAllows() throws Exception {
    UUID first = submit(Map.of());
    UUID second = submit(Map.of());
    UUID third = submit(Map.of());
    update(
        """
        update task set rate_limit_key = 'mail', rate_limit = 2, rate_limit_period_ms = 800
        where namespace = ?
        """,
        namespace);
    gateway.connect(agent, "s1", 9, List.of(capability));
    assertThat(accepted(agent).taskId()).isEqualTo(first);
    await().until(() -> tasks("stage = 'rate_limited' and rate_reserved") == 2);
    api()
        .get("/api/v1/tasks/" + third + "/placement")
        .then()
        .body("reasons[0].code", equalTo("rate_limited"))
        .body("reasons[0].key", equalTo("mail"));

    assertThat(accepted(agent).taskId()).isEqualTo(second);
    assertThat(accepted(agent).taskId()).isEqualTo(third);
    assertThat(
            count(
                """
                select count(*) from (
                  select dispatched_at - lag(dispatched_at) over (order by dispatched_at) as gap
                  from task where namespace = ?) t
                where gap >= interval '200 ms'
                """,
                namespace))
        .isEqualTo(2);
    assertThat(
            count(
                """
                select extract(milliseconds from max(dispatched_at) - min(dispatched_at))::int
                from task where namespace = ?
                """,
                namespace))
        .isGreaterThanOrEqualTo(790);
  }

  @Test
  void aTurnThatNobodyCouldUseIsNotCountedTwice() throws Exception {
    UUID taskId = submit(Map.of());
    update(
        """
        update task set rate_limit_key = 'mail', rate_limit = 1, rate_limit_period_ms = 3600000,
          rate_reserved = true
        where id = ?
        """,
        taskId);
    update("insert into rate_limit values (?, 'mail', now() + interval '1 hour')", namespace);
    gateway.connect(agent, "s1", 1, List.of(capability));
    assertThat(accepted(agent).taskId()).isEqualTo(taskId);
  }
}
