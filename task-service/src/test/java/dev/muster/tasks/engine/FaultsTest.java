package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.tasks.deadline.Sweeping;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.signal.Hearing;
import dev.muster.tasks.submit.Submitting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The whole engine with all its threads, two replicas of it, over connections that are lost now and
 * then: before and after statements, before commits, and after commits of which nobody hears. The
 * same faults again: {@code -Dmuster.faults.seed=N}, though threads meet differently each time.
 */
class FaultsTest {
  private static final int TASKS = 200;
  private static final int CLIENTS = 8;
  private static final int AGENTS = 10;
  private static final int SLOTS = 5;
  private static final int ONE_OF = 30;
  private static final long SEED = Long.getLong("muster.faults.seed", System.nanoTime());

  private static final Map<String, String> SETTINGS =
      Map.of(
          "muster.task.accept-within", "1s",
          "muster.task.sweep-interval", "50ms",
          "muster.task.gateway-timeout", "1h",
          "muster.task.avoid-agent", "100ms",
          "muster.stream.first-pause", "10ms",
          "muster.stream.longest-pause", "100ms",
          "muster.stream.block", "200ms");

  private final String namespace = "n" + Ids.next();
  private final UUID owner = Ids.next();
  private final Map<String, UUID> answers = new ConcurrentHashMap<>();

  @Test
  void everySubmitThatWasAnsweredIsDoneOnceAndNoneIsThereTwice() throws Exception {
    try (EngineDatabase database = new EngineDatabase()) {
      SplittableRandom random = new SplittableRandom(SEED);
      FaultPlan.Seeded faults = new FaultPlan.Seeded(random, ONE_OF);
      List<Wiring> replicas =
          List.of(database.replica(faults, SETTINGS), database.replica(faults, SETTINGS));
      Wiring quiet = database.replica(FaultPlan.none(), SETTINGS);
      try (EchoGateway gateway = new EchoGateway(quiet)) {
        for (int i = 0; i < AGENTS; i++) {
          Sessions.open(quiet, Ids.next(), "s", gateway.id, namespace, SLOTS, List.of());
        }
        replicas.forEach(FaultsTest::start);
        submitAll(replicas);
        awaitDone(database, gateway);
        faults.off();
        awaitDone(database, gateway);
      } finally {
        replicas.forEach(Wiring::stop);
      }
      assertThat(faults.struck()).as("seed %d", SEED).containsOnlyKeys(Fault.values());
      assertThat(new Rows(database, namespace).read().stream().map(Rows.Row::id).toList())
          .as("seed %d", SEED)
          .containsExactlyInAnyOrderElementsOf(answers.values());
    }
  }

  private static void start(Wiring replica) {
    Submitting.start(replica);
    Claiming.start(replica);
    Hearing.start(replica);
    Sweeping.start(replica);
  }

  private void submitAll(List<Wiring> replicas) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> submits = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        String key = "key-" + i;
        Wiring replica = replicas.get(i % replicas.size());
        Wiring other = replicas.get((i + 1) % replicas.size());
        submits.add(
            clients.submit(
                () -> {
                  answers.put(key, submit(replica, key));
                  // The answer got lost: the client asks again, elsewhere.
                  assertThat(submit(other, key)).isEqualTo(answers.get(key));
                  return null;
                }));
      }
      for (Future<?> submit : submits) {
        submit.get();
      }
    }
  }

  /** With the same key until there is an answer, as a client does. */
  private UUID submit(Wiring replica, String key) throws Exception {
    while (true) {
      try {
        return Submitting.of(replica, owner, Map.of("type", "t", "namespace", namespace), key)
            .submit();
      } catch (ContractException away) {
        Thread.onSpinWait();
      }
    }
  }

  /** Everything is done, once; and everybody who said something has heard so. */
  private void awaitDone(EngineDatabase database, EchoGateway gateway) {
    Rows rows = new Rows(database, namespace);
    Awaitility.await("seed " + SEED)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<Rows.Row> all = rows.read();
              assertThat(all).hasSize(TASKS).allMatch(row -> row.status().equals("done"));
              assertThat(all).allMatch(Rows.Row::wasDoneOnce);
              assertThat(gateway.waiting()).isZero();
            });
  }
}
