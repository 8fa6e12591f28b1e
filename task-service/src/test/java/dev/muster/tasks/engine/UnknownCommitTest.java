package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.cancel.Canceling;
import dev.muster.tasks.deadline.Sweeping;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.signal.Hearing;
import dev.muster.tasks.state.State;
import dev.muster.tasks.submit.Submitting;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A commit of which nobody heard, with claims in it. When it happened the tasks are held by agents
 * that weren't told; when it didn't, the same is done again.
 */
class UnknownCommitTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "muster.task.accept-within", "1h",
          "muster.task.sweep-interval", "20ms",
          "muster.task.gateway-timeout", "1h",
          "muster.task.avoid-agent", "1h",
          "muster.stream.block", "200ms");

  private static EngineDatabase database;

  private final UUID owner = Ids.next();
  private final String namespace = "n" + Ids.next();
  private final FaultPlan.Single faults = new FaultPlan.Single();
  private final UUID agent = Ids.next();
  private Wiring faulty;
  private Wiring other;
  private EchoGateway gateway;

  @BeforeAll
  static void openDatabase() throws SQLException {
    database = new EngineDatabase();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void open() throws Exception {
    faulty = database.replica(faults, SETTINGS);
    other = database.replica(FaultPlan.none(), SETTINGS);
    gateway = new EchoGateway(other);
    Submitting.start(faulty);
  }

  @AfterEach
  void close() {
    faulty.stop();
    other.stop();
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void aTaskThatASubmitClaimedIsDoneOnce(Fault fault) throws Exception {
    connect(agent);
    Submitting submit = submit("a");
    faults.arm(fault);

    UUID taskId = submit.submit();

    startAll();
    isDoneOnce(taskId, fault);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void aTaskThatAResultClaimedIsDoneOnce(Fault fault) throws Exception {
    UUID first = heldUnsent();
    UUID next = submit("next").submit();
    UpstreamEntry result =
        Hearing.said(agent, new AgentSignal.TaskResult(ref(first), TextNode.valueOf("ok"), 0));
    faults.arm(fault);
    assertThatThrownBy(() -> Hearing.hear(faulty, List.of(result)))
        .isInstanceOf(CommitUnknownException.class);

    Hearing.hear(faulty, List.of(result));

    assertThat(row(first).wasDoneOnce()).isTrue();
    startAll();
    isDoneOnce(next, fault);
  }

  @Test
  void aTaskWhoseAgentWasNeverToldIsCanceledByItsDeadline() throws Exception {
    UUID taskId = heldUnsent();
    Canceling.cancel(faulty, taskId, owner);
    startOther();

    dueNow();

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> row(taskId).state(), State.CANCELED::equals);
    assertThat(row(taskId).outcomes()).containsExactly(AttemptOutcome.CANCELED);
  }

  private Submitting submit(String key) throws SQLException {
    return Submitting.of(faulty, owner, Map.of("type", "t", "namespace", namespace), key);
  }

  /** A task that the agent's only slot is taken by, though the agent doesn't know. */
  private UUID heldUnsent() throws SQLException {
    UUID taskId = submit("held").submit();
    connect(agent);
    assertThat(Claiming.claim(other, namespace, List.of(agent))).isEqualTo(1);
    return taskId;
  }

  private void connect(UUID agentId) {
    Sessions.open(other, agentId, "s", gateway.id, namespace, 1, List.of());
  }

  private void startAll() {
    Claiming.start(faulty);
    startOther();
  }

  private void startOther() {
    Claiming.start(other);
    Hearing.start(other);
    Sweeping.start(other);
  }

  private AttemptRef ref(UUID taskId) throws SQLException {
    Rows.Row row = row(taskId);
    return new AttemptRef(taskId, row.leaseId(), row.attempt());
  }

  private Rows.Row row(UUID taskId) throws SQLException {
    return new Rows(database, namespace)
        .read().stream().filter(row -> row.id().equals(taskId)).findFirst().orElseThrow();
  }

  private void dueNow() throws SQLException {
    database.update(
        "update task set deadline = now() where status = 'running' and accepted_at is null");
  }

  /** A dispatch that was never sent is taken back at once; one that was sent is the only one. */
  private void isDoneOnce(UUID taskId, Fault fault) throws SQLException {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(row(taskId).wasDoneOnce()).isTrue());
    assertThat(row(taskId).outcomes())
        .isEqualTo(
            fault == Fault.AFTER_COMMIT
                ? List.of(AttemptOutcome.UNDELIVERABLE, AttemptOutcome.DONE)
                : List.of(AttemptOutcome.DONE));
  }
}
