package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.internal.AgentIntake;
import dev.muster.internal.AgentMode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.cancel.Canceling;
import dev.muster.tasks.deadline.Sweeping;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.intake.Intaking;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.signal.Hearing;
import dev.muster.tasks.state.State;
import dev.muster.tasks.submit.Submitting;
import dev.muster.wire.AttemptRef;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The engine and the model of it, side by side: each step happens to both, and then they are
 * compared. A step whose connection was lost before its commit happened to neither; one whose
 * caller only didn't hear of the commit happened to both.
 */
final class World {
  private static final int MOST_TASKS = 5;

  final UUID owner = Ids.next();
  final String namespace = "n" + Ids.next();
  final Map<UUID, ModelTask> tasks = new LinkedHashMap<>();
  final List<ModelAgent> agents = List.of(new ModelAgent(1), new ModelAgent(2), new ModelAgent(1));
  private final Replicas replicas;
  private final Rows rows;
  final List<Held> attempts = new ArrayList<>();
  private final Talk talk = new Talk(this);
  private final Time time;
  private final ModelKeys keys = new ModelKeys(tasks.values());
  private boolean happened;
  private final Map<String, Map<String, Object>> submits = new LinkedHashMap<>();
  private final Map<String, UUID> byKey = new LinkedHashMap<>();

  World(EngineDatabase database, Replicas replicas) throws SQLException {
    this.replicas = replicas;
    this.rows = new Rows(database, namespace);
    this.time = new Time(this, database);
    // What an earlier run left is nobody's to sweep.
    database.update("delete from task");
    database.update("delete from agent_session");
  }

  /** An attempt that there is or was, and whose. */
  record Held(AttemptRef attempt, UUID agentId) {}

  /** One transaction of the engine's. */
  interface Work {
    void run(Wiring replica) throws Exception;
  }

  void happen(Step step) throws Exception {
    happened = false;
    List<ModelTask> holders = keys.holders();
    switch (step.kind()) {
      case SUBMIT -> submit(step);
      case SUBMIT_AGAIN -> submitAgain(step);
      case CLAIM -> claim(step);
      case ACCEPT, REJECT, PROGRESS, STAGE, RESULT, FAIL, FAIL_FOR_GOOD, TIME_OUT, STOP, BREAK ->
          talk.say(step);
      case NOT_DELIVERED -> talk.notDelivered(step);
      case REPEAT -> talk.repeat(step);
      case CONNECT, CONNECT_AGAIN, CONNECT_WITHOUT -> connect(step);
      case DISCONNECT -> disconnect(step, false);
      case LEAVE -> disconnect(step, true);
      case GRACE_OVER -> time.graceOver(step);
      case DUE -> time.due(step);
      case DEADLINE -> time.deadline(step);
      case EXPIRE -> time.expire(step);
      case FORGIVE -> time.forgive();
      case ROOM -> room(step);
      case CANCEL -> cancel(step);
      case RETRY -> retry(step);
      case ACTIVATE -> mode(step, AgentMode.ACTIVE);
      case DRAIN -> mode(step, AgentMode.DRAINING);
      case QUARANTINE -> mode(step, AgentMode.QUARANTINED);
    }
    if (happened) {
      // Also within the transaction of something else.
      keys.release(holders);
      adopt();
    }
    rows.compare(tasks);
  }

  /** Whether it happened. */
  boolean perform(Step step, Work work) throws Exception {
    FaultPlan.Single faults = replicas.faults(step.replica());
    happened = false;
    faults.arm(step.fault());
    try {
      work.run(replicas.get(step.replica()));
      happened = true;
    } catch (CommitUnknownException e) {
      happened = step.fault() == Fault.AFTER_COMMIT;
    } catch (ContractException e) {
      if (e.code() != ErrorCode.UNAVAILABLE || step.fault() == null) {
        throw e;
      }
    } finally {
      faults.disarm();
    }
    return happened;
  }

  private void submit(Step step) throws Exception {
    if (tasks.size() >= MOST_TASKS) {
      return;
    }
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("type", "t");
    wish.put("namespace", namespace);
    wish.put("max_attempts", 1 + step.one() % 2);
    wish.put("max_lost", 1 + step.one() / 2 % 2);
    switch (step.other()) {
      case 0, 4 -> wish.put("delay", 3600);
      case 5, 8, 9, 10 -> wish.put("concurrency_key", "k");
      case 6, 12, 13, 14 ->
          wish.putAll(Map.of("rate_limit_key", "k", "rate_limit", 1, "rate_limit_period", 3600));
      default -> {
        // Whenever an agent is free.
      }
    }
    if (step.other() >= 4) {
      wish.put("queue_timeout", 3600);
    }
    String key = Ids.next().toString();
    submits.put(key, wish);
    submit(step, key);
  }

  /** As a client does that got no answer, or the same answer twice. */
  private void submitAgain(Step step) throws Exception {
    if (!submits.isEmpty()) {
      submit(step, List.copyOf(submits.keySet()).get(step.one() % submits.size()));
    }
  }

  private void submit(Step step, String key) throws Exception {
    Map<String, Object> wish = submits.get(key);
    Submitting submitting = Submitting.of(replicas.get(step.replica()), owner, wish, key);
    List<UUID> answers = new ArrayList<>();
    if (!perform(step, replica -> answers.add(submitting.submit()))) {
      return;
    }
    UUID taskId = answers.getFirst();
    UUID first = byKey.putIfAbsent(key, taskId);
    assertThat(taskId).isEqualTo(first == null ? taskId : first);
    if (first == null) {
      tasks.put(
          taskId,
          new ModelTask(
              taskId,
              (int) wish.get("max_attempts"),
              (int) wish.get("max_lost"),
              Waits.of(wish),
              wish.containsKey("delay") ? State.SCHEDULED : State.READY));
    }
  }

  private void claim(Step step) throws Exception {
    List<UUID> ids = agents.stream().map(agent -> agent.id).toList();
    if (!perform(step, replica -> Claiming.claim(replica, namespace, ids))) {
      return;
    }
    adopt();
    if (step.fault() == null) {
      tasks.values().stream()
          .filter(task -> task.state == State.READY)
          .forEach(
              task -> assertThat(agents).noneMatch(agent -> room(agent) > 0 && fits(task, agent)));
    }
  }

  /** Takes over which ready task went to which agent or was parked, and whether it could. */
  private void adopt() throws SQLException {
    List<Rows.Row> moved = rows.read().stream().filter(this::left).toList();
    for (Rows.Row row : moved) {
      if (row.state() == State.DISPATCHED) {
        ModelTask task = tasks.get(row.id());
        ModelAgent agent = agent(row.agentId());
        assertThat(fits(task, agent)).as("task %s for agent %s", task.id, agent.id).isTrue();
        assertThat(room(agent)).as("room of agent %s", agent.id).isPositive();
        keys.claim(task);
        task.claimed(row.leaseId(), agent.id);
        attempts.add(new Held(task.attempt(), agent.id));
      }
    }
    moved.forEach(row -> keys.park(tasks.get(row.id()), row.state()));
  }

  private boolean left(Rows.Row row) {
    ModelTask task = tasks.get(row.id());
    return task != null && task.state == State.READY && row.state() != State.READY;
  }

  private void room(Step step) throws Exception {
    if (perform(step, Sweeping::room)) {
      keys.release();
    }
  }

  private ModelAgent agent(UUID id) {
    return agents.stream().filter(agent -> agent.id.equals(id)).findFirst().orElseThrow();
  }

  private static boolean fits(ModelTask task, ModelAgent agent) {
    return agent.takes() && !task.avoided.contains(agent.id);
  }

  private int room(ModelAgent agent) {
    return agent.slots - held(agent).size();
  }

  private List<ModelTask> held(ModelAgent agent) {
    return tasks.values().stream()
        .filter(task -> task.running() && agent.id.equals(task.agentId))
        .toList();
  }

  private void connect(Step step) throws Exception {
    ModelAgent agent = agents.get(step.one() % 3);
    boolean again = step.kind() == Step.Kind.CONNECT_AGAIN && agent.session != null;
    boolean lists = step.kind() == Step.Kind.CONNECT;
    String session = again ? agent.session : Ids.next().toString();
    List<AttemptRef> running =
        lists
            ? attempts.stream()
                .filter(held -> held.agentId().equals(agent.id))
                .map(Held::attempt)
                .toList()
            : List.of();
    if (perform(
        step,
        replica -> Sessions.open(replica, agent.id, session, namespace, agent.slots, running))) {
      if (!lists && !again) {
        takeBack(agent);
      }
      agent.connect(session);
    }
  }

  void takeBack(ModelAgent agent) {
    held(agent)
        .forEach(
            task ->
                task.endFenced(task.accepted ? AttemptOutcome.LOST : AttemptOutcome.UNDELIVERABLE));
  }

  private void disconnect(Step step, boolean goodbye) throws Exception {
    ModelAgent agent = agents.get(step.one() % 3);
    if (agent.session != null) {
      UpstreamEntry entry = Hearing.disconnected(agent.id, agent.session, goodbye);
      if (perform(step, replica -> Hearing.hear(replica, List.of(entry)))) {
        agent.disconnect();
      }
    }
  }

  private void cancel(Step step) throws Exception {
    decide(step, task -> !task.ended(), Canceling::cancel, ModelTask::cancel);
  }

  private void retry(Step step) throws Exception {
    decide(
        step,
        task -> task.state == State.FAILED || task.state == State.CANCELED,
        Canceling::retry,
        ModelTask::redrive);
  }

  private interface Decision {
    void make(Wiring replica, UUID taskId, UUID owner);
  }

  private void decide(
      Step step, Predicate<ModelTask> allowed, Decision decision, Consumer<ModelTask> effect)
      throws Exception {
    if (tasks.isEmpty()) {
      return;
    }
    ModelTask task = List.copyOf(tasks.values()).get(step.one() % tasks.size());
    boolean may = allowed.test(task);
    try {
      if (perform(step, replica -> decision.make(replica, task.id, owner))) {
        assertThat(may).as("%s of a task that is %s", step.kind(), task.state).isTrue();
        effect.accept(task);
      }
    } catch (ContractException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NOT_EXECUTABLE);
      assertThat(may).as("%s of a task that is %s", step.kind(), task.state).isFalse();
    }
  }

  private void mode(Step step, AgentMode mode) throws Exception {
    ModelAgent agent = agents.get(step.one() % 3);
    // Now and then the older word comes late.
    long version = step.other() % 5 == 0 ? agent.version : agent.version + 1;
    if (version == 0) {
      return;
    }
    AgentIntake intake = new AgentIntake(mode, version, namespace);
    if (perform(step, replica -> Intaking.say(replica, agent.id, intake))
        && version > agent.version) {
      agent.version = version;
      agent.mode = mode;
      if (mode == AgentMode.QUARANTINED) {
        takeBack(agent);
      }
    }
  }
}
