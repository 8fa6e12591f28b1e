package dev.muster.system.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.system.client.Rest;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tasks that are submitted over REST by several callers at once, with an idempotency key each, so
 * that a caller who got no answer asks again. Knows which submits were accepted.
 */
public final class Batch implements AutoCloseable {
  /** What must be under way when something is broken. */
  public static final int IN_FLIGHT = 200;

  private static final int TASKS = 300;
  private static final int CALLERS = 16;

  /** Long enough that the rest is submitted while they fill every slot. */
  private static final double FIRST_SECONDS = 2.5;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Stage stage;
  private final String id = UUID.randomUUID().toString();
  private final Map<UUID, Work> accepted = new ConcurrentHashMap<>();
  private final List<Future<?>> submits = new ArrayList<>();
  private final ExecutorService callers =
      Executors.newFixedThreadPool(CALLERS, Thread.ofVirtual().factory());

  public Batch(Stage stage) {
    this.stage = stage;
  }

  /** Begins to submit {@value #TASKS} short tasks of all kinds, for any agent. */
  public static Batch ofAllKinds(Stage stage) {
    Batch batch = new Batch(stage);
    for (int i = 0; i < Stage.AGENTS * Stage.SLOTS; i++) {
      batch.add(Work.sleep(FIRST_SECONDS));
    }
    for (int i = Stage.AGENTS * Stage.SLOTS; i < TASKS; i++) {
      String text = "task " + i + " " + UUID.randomUUID();
      batch.add(
          switch (i % 4) {
            case 0 -> Work.echo(text);
            case 1, 2 -> Work.sleep(0.3 + i % 10 / 10.0);
            default -> Work.process(text, 0.3 + i % 7 / 10.0);
          });
    }
    return batch;
  }

  /** Begins to submit one more. */
  public Batch add(Work work) {
    return add(work, Map.of());
  }

  /** Begins to submit one more, with members of the submit over the defaults. */
  public Batch add(Work work, Map<String, ?> members) {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = new HashMap<>();
    body.put("type", work.type());
    body.put("input", work.input());
    body.put("capabilities", List.of(work.type()));
    body.put("max_lost", 10);
    body.put("labels", Map.of("batch", id));
    body.putAll(members);
    submits.add(
        callers.submit(
            () -> {
              submit(work, body, key);
              return true;
            }));
    return this;
  }

  /**
   * Waits until at least {@value #IN_FLIGHT} accepted tasks are unfinished, some of them running.
   */
  public void awaitInFlight() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> inFlight() >= IN_FLIGHT && running() > 0);
  }

  public int inFlight() throws SQLException {
    return stage.database().unfinished(ids());
  }

  /** Those that an agent has accepted and not ended. */
  public int running() throws SQLException {
    return stage
        .database()
        .count(
            "select count(*) from task where id = any (?) and status = 'running'"
                + " and accepted_at is not null",
            ids());
  }

  /** Waits until every submit is answered. */
  public Batch awaitAccepted() throws InterruptedException, ExecutionException {
    for (Future<?> submit : submits) {
      submit.get();
    }
    return this;
  }

  /** Waits until every submit is accepted and every task has ended. */
  public void awaitEnd() throws InterruptedException, ExecutionException {
    awaitAccepted();
    assertThat(accepted).hasSameSizeAs(submits);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> inFlight() == 0);
  }

  /** The label {@code batch} of all its tasks. */
  public String id() {
    return id;
  }

  /** Accepted until now. */
  public List<UUID> ids() {
    return List.copyOf(accepted.keySet());
  }

  public Map<UUID, Work> accepted() {
    return Map.copyOf(accepted);
  }

  /** The one task of a batch of one. */
  public UUID only() throws InterruptedException, ExecutionException {
    return awaitAccepted().ids().getFirst();
  }

  private void submit(Work work, Map<String, ?> body, String key) throws InterruptedException {
    if (!tried(work, body, key)) {
      await()
          .pollInSameThread()
          .pollDelay(Duration.ofMillis(200))
          .pollInterval(Duration.ofMillis(200))
          .atMost(PATIENCE)
          .until(() -> tried(work, body, key));
    }
  }

  private boolean tried(Work work, Map<String, ?> body, String key) throws InterruptedException {
    Rest.Answer answer;
    try {
      answer = stage.user().post("/api/v1/tasks", body, key);
    } catch (IOException unknown) {
      return false;
    }
    if (answer.ok()) {
      accepted.put(UUID.fromString(answer.json().path("task_id").asText()), work);
      return true;
    }
    if (answer.status() / 100 == 4 && answer.status() != 429) {
      throw new IllegalStateException("submit answered " + answer.status() + " " + answer.json());
    }
    return false;
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
