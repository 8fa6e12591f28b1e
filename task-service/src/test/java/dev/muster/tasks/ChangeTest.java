package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChangeTest extends QueueCase {
  private static final int MOST = 40;

  @Inject Changes changes;

  @Test
  void whatIsRolledBackIsNotTold() {
    UUID taskId = submit(Map.of());
    assertThatThrownBy(
            () ->
                changes.commit(
                    change -> {
                      tell(change, taskId, "task/status", 3);
                      throw new SQLException("no");
                    }))
        .hasMessageContaining("no");
    changes.commit(change -> tell(change, taskId, "task/status", 1));
    assertThat(offsets(taskId)).containsExactly(1, 2);
  }

  @Test
  void twoAtATimeLeaveNoGapAndRepeatNoPosition() throws Exception {
    UUID taskId = submit(Map.of());
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch otherWaits = new CountDownLatch(1);
    CompletableFuture<?> first =
        CompletableFuture.runAsync(
            () ->
                changes.commit(
                    change -> {
                      tell(change, taskId, "task/status", 3);
                      told.countDown();
                      await(otherWaits);
                      return null;
                    }),
            Thread::startVirtualThread);
    await(told);
    CompletableFuture<?> second =
        CompletableFuture.runAsync(
            () -> changes.commit(change -> tell(change, taskId, "task/status", 3)),
            Thread::startVirtualThread);
    Awaitility.await().until(this::somebodyWaitsForALock);
    otherWaits.countDown();
    CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);
    assertThat(offsets(taskId)).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void pastTheBoundProgressMakesNoEventsAndStatesStillDo() {
    UUID taskId = submit(Map.of());
    changes.commit(change -> tell(change, taskId, "task/progress", MOST + 5));
    assertThat(offsets(taskId)).hasSize(MOST);
    changes.commit(change -> tell(change, taskId, "task/progress", 1));
    changes.commit(change -> tell(change, taskId, "task/status", 2));
    assertThat(offsets(taskId))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, MOST + 2).boxed().toList());
  }

  private Void tell(Change change, UUID taskId, String type, int times) throws SQLException {
    Sql.query(
        change.connection(),
        "select 1 from task where id = ? for update",
        row -> true,
        Sql.value(taskId));
    NewEvent event = NewEvent.of(taskId, user, "default", type, NewEvent.emptyPayload());
    change.tell(Collections.nCopies(times, event));
    return null;
  }

  private boolean somebodyWaitsForALock() throws SQLException {
    try (var connection = database.getConnection()) {
      return !Sql.query(
              connection,
              "select 1 from pg_stat_activity where wait_event_type = 'Lock'",
              row -> true)
          .isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Integer> offsets(UUID taskId) {
    return api()
        .get("/api/v1/tasks/" + taskId + "/events?limit=1000")
        .then()
        .statusCode(200)
        .extract()
        .path("items.offset");
  }
}
