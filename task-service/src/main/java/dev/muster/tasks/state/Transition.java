package dev.muster.tasks.state;

import static dev.muster.tasks.queue.AttemptOutcome.CANCELED;
import static dev.muster.tasks.queue.AttemptOutcome.DONE;
import static dev.muster.tasks.queue.AttemptOutcome.FAILED;
import static dev.muster.tasks.queue.AttemptOutcome.INFRASTRUCTURE;
import static dev.muster.tasks.queue.AttemptOutcome.LOST;
import static dev.muster.tasks.queue.AttemptOutcome.REJECTED;
import static dev.muster.tasks.queue.AttemptOutcome.TIMEOUT;
import static dev.muster.tasks.queue.AttemptOutcome.UNACCEPTED;
import static dev.muster.tasks.queue.AttemptOutcome.UNDELIVERABLE;

import dev.muster.tasks.queue.AttemptOutcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every way from one state to another, with what it costs: protocol §2. A move that ends an attempt
 * is told from others by the attempt's outcome. Nothing else is allowed, and a task that has ended
 * isn't changed but by a retry.
 */
@SuppressWarnings("ImmutableEnumChecker") // Copied sets are immutable.
public enum Transition {
  SUBMIT(none(), State.READY, Actor.USER, Cost.NOTHING, "a submit"),
  SUBMIT_FOR_LATER(
      none(), State.SCHEDULED, Actor.USER, Cost.NOTHING, "a submit with `delay` or `run_at`"),
  DUE(
      EnumSet.of(State.SCHEDULED, State.RETRY_WAIT, State.RATE_LIMITED),
      State.READY,
      Actor.SERVER,
      Cost.NOTHING,
      "`run_at` has come"),
  NO_ROOM(
      EnumSet.of(State.READY),
      State.LIMITED,
      Actor.SERVER,
      Cost.NOTHING,
      "as many run with its `concurrency_key` as may"),
  ROOM(
      EnumSet.of(State.LIMITED),
      State.READY,
      Actor.SERVER,
      Cost.NOTHING,
      "its `concurrency_key` has room"),
  TOO_EARLY(
      EnumSet.of(State.READY),
      State.RATE_LIMITED,
      Actor.SERVER,
      Cost.NOTHING,
      "its `rate_limit_key` gives it a later turn"),
  CLAIM(
      EnumSet.of(State.READY),
      State.DISPATCHED,
      Actor.SERVER,
      Cost.NOTHING,
      "an agent with credit gets it, with a new lease"),
  EXPIRE(
      EnumSet.of(State.READY, State.SCHEDULED, State.RATE_LIMITED, State.LIMITED),
      State.FAILED,
      Actor.SERVER,
      Cost.NOTHING,
      "nobody started it within its `queue_timeout`"),
  CANCEL_QUEUED(queued(), State.CANCELED, Actor.USER, Cost.NOTHING, "a cancel"),
  ACCEPT(
      EnumSet.of(State.DISPATCHED),
      State.ACCEPTED,
      Actor.AGENT,
      Cost.NOTHING,
      "`task_accept`, in time"),
  ACCEPT_AFTER_WORDS(
      EnumSet.of(State.DISPATCHED),
      State.REPORTED,
      Actor.AGENT,
      Cost.NOTHING,
      "`task_accept` that its own `task_progress` has overtaken"),
  REPORT(
      EnumSet.of(State.ACCEPTED),
      State.REPORTED,
      Actor.AGENT,
      Cost.NOTHING,
      "`task_progress` with a `stage`"),
  CANCEL_RUNNING(held(), State.CANCELING, Actor.USER, Cost.NOTHING, "a cancel; the agent is told"),
  FINISH(running(), EnumSet.of(DONE), State.DONE, Actor.AGENT, Cost.NOTHING, "`task_result`"),
  FAIL_AND_RETRY(
      held(),
      EnumSet.of(FAILED),
      State.RETRY_WAIT,
      Actor.AGENT,
      Cost.AN_ATTEMPT,
      "`task_error` of kind `failed`; another attempt is allowed"),
  FAIL(
      held(),
      EnumSet.of(FAILED),
      State.FAILED,
      Actor.AGENT,
      Cost.AN_ATTEMPT,
      "the same; it was the last attempt, or another is no use"),
  TIME_OUT_AND_RETRY(
      held(),
      EnumSet.of(TIMEOUT),
      State.RETRY_WAIT,
      Actor.AGENT,
      Cost.AN_ATTEMPT,
      "`task_error` of kind `timeout`, or no end, or no sign of life, in time; another attempt is"
          + " allowed"),
  TIME_OUT(
      held(),
      EnumSet.of(TIMEOUT),
      State.FAILED,
      Actor.AGENT,
      Cost.AN_ATTEMPT,
      "the same; it was the last attempt, or another is no use"),
  LOSE(
      started(),
      EnumSet.of(LOST),
      State.READY,
      Actor.SERVER,
      Cost.A_LOSS,
      "its agent was away for longer than the grace, came back without it, or is in quarantine"),
  LOSE_ONCE_TOO_OFTEN(
      started(),
      EnumSet.of(LOST),
      State.FAILED,
      Actor.SERVER,
      Cost.A_LOSS,
      "the same, for the last time"),
  GIVE_UP(
      held(),
      EnumSet.of(INFRASTRUCTURE, CANCELED),
      State.READY,
      Actor.AGENT,
      Cost.A_LOSS,
      "`task_error` of kind `infrastructure`, or `canceled` which nobody asked for"),
  GIVE_UP_ONCE_TOO_OFTEN(
      held(),
      EnumSet.of(INFRASTRUCTURE, CANCELED),
      State.FAILED,
      Actor.AGENT,
      Cost.A_LOSS,
      "the same, for the last time"),
  REJECT(
      held(),
      EnumSet.of(REJECTED),
      State.READY,
      Actor.AGENT,
      Cost.NOTHING,
      "`task_reject`, or too much that the agent didn't acknowledge; it avoids the agent for a"
          + " while"),
  NOT_ACCEPTED(
      EnumSet.of(State.DISPATCHED),
      EnumSet.of(UNACCEPTED),
      State.READY,
      Actor.SERVER,
      Cost.NOTHING,
      "no accept in time; it avoids the agent for a while"),
  NOT_DELIVERED(
      held(),
      EnumSet.of(UNDELIVERABLE),
      State.READY,
      Actor.SERVER,
      Cost.NOTHING,
      "the dispatch didn't reach its agent"),
  END_CANCELED(
      EnumSet.of(State.CANCELING),
      EnumSet.complementOf(EnumSet.of(DONE, UNACCEPTED)),
      State.CANCELED,
      Actor.AGENT,
      Cost.NOTHING,
      "any other end, or no confirmation in time"),
  REDRIVE(
      EnumSet.of(State.FAILED, State.CANCELED),
      State.READY,
      Actor.USER,
      Cost.GIVES_BACK,
      "a retry");

  private final Set<State> from;
  private final Set<AttemptOutcome> outcomes;
  private final State to;
  private final Actor actor;
  private final Cost cost;
  private final String trigger;

  Transition(Set<State> from, State to, Actor actor, Cost cost, String trigger) {
    this(from, EnumSet.noneOf(AttemptOutcome.class), to, actor, cost, trigger);
  }

  Transition(
      Set<State> from,
      Set<AttemptOutcome> outcomes,
      State to,
      Actor actor,
      Cost cost,
      String trigger) {
    this.from = Set.copyOf(from);
    this.outcomes = Set.copyOf(outcomes);
    this.to = to;
    this.actor = actor;
    this.cost = cost;
    this.trigger = trigger;
  }

  /**
   * One way from one state to one other.
   *
   * @param from null for a task that isn't there yet
   * @param outcome of the attempt that it ends; null when it ends none
   */
  public record Edge(State from, AttemptOutcome outcome, State to) {}

  /** In the order of the states. */
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (State state : from.isEmpty() ? new State[] {null} : State.values()) {
      if (state != null && !from.contains(state)) {
        continue;
      }
      if (outcomes.isEmpty()) {
        edges.add(new Edge(state, null, to));
      }
      for (AttemptOutcome outcome : AttemptOutcome.values()) {
        if (outcomes.contains(outcome)) {
          edges.add(new Edge(state, outcome, to));
        }
      }
    }
    return edges;
  }

  public State to() {
    return to;
  }

  public Actor actor() {
    return actor;
  }

  public Cost cost() {
    return cost;
  }

  /** What makes it happen, in words. */
  public String trigger() {
    return trigger;
  }

  private static Set<State> none() {
    return EnumSet.noneOf(State.class);
  }

  private static Set<State> queued() {
    return EnumSet.range(State.READY, State.LIMITED);
  }

  private static Set<State> held() {
    return EnumSet.range(State.DISPATCHED, State.REPORTED);
  }

  private static Set<State> started() {
    return EnumSet.of(State.ACCEPTED, State.REPORTED);
  }

  private static Set<State> running() {
    return EnumSet.range(State.DISPATCHED, State.CANCELING);
  }
}
