package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.state.State;
import dev.muster.tasks.state.Transition;
import dev.muster.tasks.state.Transition.Edge;
import dev.muster.tasks.state.TransitionGuard;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every way of the table of transitions is gone once, by what makes it happen. */
class TransitionsTest {
  /** What a submit says by its other number: see {@link World}. */
  private static final int PLAIN = 1;

  private static final int LATER = 4;
  private static final int WITH_KEY = 5;
  private static final int WITH_RATE = 6;
  private static final int EXPIRING = 7;

  private static EngineDatabase database;
  private static Replicas replicas;

  @BeforeAll
  static void open() throws SQLException {
    database = new EngineDatabase();
    replicas = new Replicas(database);
  }

  @AfterAll
  static void close() {
    replicas.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> everyTransitionHappens() {
    return Stream.of(Transition.values())
        .flatMap(
            transition ->
                transition.edges().stream()
                    .map(
                        edge ->
                            DynamicTest.dynamicTest(
                                transition + " " + edge, () -> happens(transition, edge))));
  }

  private static void happens(Transition transition, Edge edge) throws Exception {
    World world = new World(database, replicas);
    for (Step step : wayTo(transition, edge)) {
      world.happen(step);
    }
    if (transition == Transition.CLAIM) {
      world.happen(step(Step.Kind.CONNECT));
    }
    database.update("delete from transition_seen");

    world.happen(last(transition, edge));

    assertThat(TransitionGuard.seen(database.source())).contains(edge);
  }

  private static List<Step> wayTo(Transition transition, Edge edge) {
    List<Step> steps = new ArrayList<>();
    if (edge.from() == null) {
      return steps;
    }
    steps.add(submit(transition, edge));
    if (ofTwo(transition, edge)) {
      steps.add(submit(transition, edge));
      // One that could take both.
      steps.add(new Step(Step.Kind.CONNECT, 1, 1, 0, null));
    }
    if (claimed(edge.from())) {
      steps.add(step(Step.Kind.CONNECT));
      steps.add(step(Step.Kind.CLAIM));
    }
    switch (edge.from()) {
      case READY, SCHEDULED -> {
        // As it is submitted.
      }
      case RATE_LIMITED, LIMITED -> steps.add(step(Step.Kind.CLAIM));
      case RETRY_WAIT, FAILED -> steps.add(step(Step.Kind.FAIL));
      case CANCELED -> steps.add(step(Step.Kind.CANCEL));
      case DISPATCHED -> {
        if (transition == Transition.ACCEPT_AFTER_WORDS) {
          steps.add(step(Step.Kind.STAGE));
        }
      }
      case ACCEPTED -> steps.add(step(Step.Kind.ACCEPT));
      case REPORTED -> {
        steps.add(step(Step.Kind.ACCEPT));
        steps.add(step(Step.Kind.STAGE));
      }
      case CANCELING -> {
        if (edge.outcome() == AttemptOutcome.LOST) {
          steps.add(step(Step.Kind.ACCEPT));
        }
        steps.add(step(Step.Kind.CANCEL));
      }
      case DONE -> throw new IllegalArgumentException("nothing leads on from there");
    }
    return steps;
  }

  private static boolean claimed(State from) {
    return from == State.RETRY_WAIT || EnumSet.range(State.DISPATCHED, State.FAILED).contains(from);
  }

  /** The second is parked because of the first. */
  private static boolean ofTwo(Transition transition, Edge edge) {
    return edge.from() == State.RATE_LIMITED
        || edge.from() == State.LIMITED
        || transition.to() == State.RATE_LIMITED
        || transition.to() == State.LIMITED;
  }

  /** Two attempts, or two losses, where one more is to be allowed. */
  private static Step submit(Transition transition, Edge edge) {
    boolean attempts =
        edge.from() == State.RETRY_WAIT
            || transition == Transition.FAIL_AND_RETRY
            || transition == Transition.TIME_OUT_AND_RETRY;
    boolean losses = transition == Transition.LOSE || transition == Transition.GIVE_UP;
    return new Step(
        Step.Kind.SUBMIT, (attempts ? 1 : 0) + (losses ? 2 : 0), kind(transition, edge), 0, null);
  }

  private static int kind(Transition transition, Edge edge) {
    if (edge.from() == State.LIMITED || edge.to() == State.LIMITED) {
      return WITH_KEY;
    }
    if (edge.from() == State.RATE_LIMITED || edge.to() == State.RATE_LIMITED) {
      return WITH_RATE;
    }
    if (edge.from() == State.SCHEDULED) {
      return LATER;
    }
    return transition == Transition.EXPIRE ? EXPIRING : PLAIN;
  }

  private static Step last(Transition transition, Edge edge) {
    return switch (transition) {
      case SUBMIT -> new Step(Step.Kind.SUBMIT, 0, PLAIN, 0, null);
      case SUBMIT_FOR_LATER -> new Step(Step.Kind.SUBMIT, 0, LATER, 0, null);
      case DUE -> step(Step.Kind.DUE);
      case CLAIM, NO_ROOM, TOO_EARLY -> step(Step.Kind.CLAIM);
      case ROOM -> step(Step.Kind.RESULT);
      case EXPIRE -> step(Step.Kind.EXPIRE);
      case CANCEL_QUEUED, CANCEL_RUNNING ->
          new Step(Step.Kind.CANCEL, ofTwo(transition, edge) ? 1 : 0, 3, 0, null);
      case ACCEPT, ACCEPT_AFTER_WORDS -> step(Step.Kind.ACCEPT);
      case REPORT -> step(Step.Kind.STAGE);
      case REDRIVE -> step(Step.Kind.RETRY);
      default -> step(end(edge.outcome()));
    };
  }

  private static Step.Kind end(AttemptOutcome outcome) {
    return switch (outcome) {
      case DONE -> Step.Kind.RESULT;
      case FAILED -> Step.Kind.FAIL;
      case TIMEOUT -> Step.Kind.TIME_OUT;
      case CANCELED -> Step.Kind.STOP;
      case LOST -> Step.Kind.CONNECT_WITHOUT;
      case INFRASTRUCTURE -> Step.Kind.BREAK;
      case REJECTED -> Step.Kind.REJECT;
      case UNACCEPTED -> Step.Kind.DEADLINE;
      case UNDELIVERABLE -> Step.Kind.NOT_DELIVERED;
    };
  }

  /** Of the one task and its latest attempt, by the holder; a stage is one of the agent's own. */
  private static Step step(Step.Kind kind) {
    return new Step(kind, 0, 3, 0, null);
  }
}
