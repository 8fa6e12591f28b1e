package dev.muster.tasks.engine;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.state.State;
import dev.muster.wire.AttemptRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a task should be: protocol §2 once more, in memory, one task at a time, without crashes. */
final class ModelTask {
  private static final Set<AttemptOutcome> KEEPS_TURN =
      EnumSet.of(AttemptOutcome.REJECTED, AttemptOutcome.UNACCEPTED, AttemptOutcome.UNDELIVERABLE);

  final UUID id;
  final int maxAttempts;
  final int maxLost;
  final Waits waits;
  final List<AttemptOutcome> outcomes = new ArrayList<>();
  final Set<UUID> avoided = new HashSet<>();
  State state;
  String leaseId;
  UUID agentId;
  int failed;
  int lost;
  boolean accepted;

  /** It has its turn of the rate key. */
  boolean reserved;

  /** The agent's own stage. */
  String words;

  ModelTask(UUID id, int maxAttempts, int maxLost, Waits waits, State state) {
    this.id = id;
    this.maxAttempts = maxAttempts;
    this.maxLost = maxLost;
    this.waits = waits;
    this.state = state;
  }

  boolean running() {
    return state.compareTo(State.DISPATCHED) >= 0 && state.compareTo(State.CANCELING) <= 0;
  }

  boolean ended() {
    return state.compareTo(State.DONE) >= 0;
  }

  /** How many attempts there were, the one under way included. */
  int attempts() {
    return outcomes.size() + (running() ? 1 : 0);
  }

  AttemptRef attempt() {
    return new AttemptRef(id, leaseId, attempts());
  }

  boolean holds(AttemptRef attempt, UUID agent) {
    return running() && attempt.equals(attempt()) && agent.equals(agentId);
  }

  void claimed(String lease, UUID agent) {
    state = State.DISPATCHED;
    leaseId = lease;
    agentId = agent;
    accepted = false;
    words = null;
  }

  void accept() {
    accepted = true;
    if (state == State.DISPATCHED) {
      state = words == null ? State.ACCEPTED : State.REPORTED;
    }
  }

  void report(String stage) {
    if (state != State.CANCELING) {
      words = stage;
      state = accepted ? State.REPORTED : state;
    }
  }

  /** Its agent is told to stop, or it is canceled at once. */
  void cancel() {
    state = running() ? State.CANCELING : State.CANCELED;
  }

  /** Nobody started it, and it doesn't wait for ever. */
  boolean expires() {
    return waits.expires() && state.status() == TaskStatus.QUEUED && failed == 0 && lost == 0;
  }

  void expire() {
    state = State.FAILED;
  }

  void redrive() {
    reserved = false;
    failed = 0;
    lost = 0;
    queue(State.READY);
  }

  /** The agent said so. */
  void end(AttemptOutcome outcome, boolean retryable) {
    boolean canceling = state == State.CANCELING;
    outcomes.add(outcome);
    reserved &= KEEPS_TURN.contains(outcome);
    if (outcome == AttemptOutcome.DONE) {
      state = State.DONE;
      return;
    }
    if (canceling) {
      state = State.CANCELED;
      return;
    }
    switch (outcome) {
      case FAILED, TIMEOUT -> {
        failed++;
        again(retryable && failed < maxAttempts, State.RETRY_WAIT);
      }
      case LOST, INFRASTRUCTURE, CANCELED -> {
        lost++;
        again(lost < maxLost, State.READY);
      }
      case REJECTED, UNACCEPTED -> {
        avoided.add(agentId);
        queue(State.READY);
      }
      case UNDELIVERABLE -> queue(State.READY);
      case DONE -> throw new IllegalStateException("handled above");
    }
  }

  /** The server decided it: the agent's own word comes too late. */
  void endFenced(AttemptOutcome outcome) {
    end(outcome, true);
    leaseId = null;
  }

  private void again(boolean allowed, State waiting) {
    if (allowed) {
      queue(waiting);
    } else {
      state = State.FAILED;
    }
  }

  private void queue(State waiting) {
    state = waiting;
    leaseId = null;
    agentId = null;
  }
}
