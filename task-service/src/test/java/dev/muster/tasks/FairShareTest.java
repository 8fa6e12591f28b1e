package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.id.Ids;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FairShareTest extends PlacementCase {
  private final UUID other = Ids.next();

  @Test
  void whoHasOneTaskGetsTheNextFreeSlotBesideAHundredThousandOfAnother() throws Exception {
    copy(submit(Map.of("priority", 50)), 100_000);
    gateway.connect(agent, "s1", 2, List.of(capability));
    AttemptRef first = accepted(agent);
    accepted(agent);
    UUID single = submitAs(other, Map.of());
    assertThat(gateway.nothingDispatchedWithin(200)).isTrue();

    Instant free = Instant.now();
    gateway.say(agent, done(first));
    assertThat(accepted(agent).taskId()).isEqualTo(single);
    assertThat(Duration.between(free, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void everyOneOfMoreOwnersThanARoundLooksAtHasItsTurn() throws Exception {
    UUID task = submit(Map.of());
    copy(task, 200);
    update("update task set owner_id = uuidv7() where namespace = ? and id <> ?", namespace, task);
    gateway.connect(agent, "s1", 1, List.of(capability));
    for (int i = 0; i < 60; i++) {
      gateway.say(agent, done(gateway.dispatched(agent).attempt()));
    }
    gateway.connect(agent, "s2", 141, List.of(capability));
    await().until(() -> tasks("attempt > 0") == 201);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void agentsThatAreLoadedAlikeTakeTurns() throws Exception {
    UUID second = Ids.next();
    gateway.connect(agent, "s1", 3, List.of(capability));
    gateway.connect(second, "x1", 3, List.of(capability));
    Set<UUID> used = new HashSet<>();
    for (int i = 0; i < 40 && used.size() < 2; i++) {
      UUID taskId = submit(Map.of());
      awaitStatus(taskId, "running");
      UUID holder = UUID.fromString(task(taskId).extract().path("agent_id"));
      used.add(holder);
      gateway.say(holder, done(Invariants.running(database, taskId)));
    }
    assertThat(used).containsExactlyInAnyOrder(agent, second);
    gateway.disconnected(second, "x1", true);
  }
}
