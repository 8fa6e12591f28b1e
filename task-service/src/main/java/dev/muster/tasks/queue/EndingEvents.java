package dev.muster.tasks.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.event.Words;
import java.util.stream.Stream;

/** What the owner is told of an attempt's end: its outcome, and the state it left the task in. */
final class EndingEvents {
  private EndingEvents() {}

  static Stream<NewEvent> of(EndedTask task) {
    return Stream.of(accept(task), outcome(task), Stream.of(state(task))).flatMap(each -> each);
  }

  private static Stream<NewEvent> accept(EndedTask task) {
    return task.acceptedOnlyNow()
        ? AcceptEvents.of(
            task.id(),
            task.ownerId(),
            task.namespace(),
            task.agentId(),
            task.attempt(),
            Stages.ACCEPTED)
        : Stream.empty();
  }

  private static Stream<NewEvent> outcome(EndedTask task) {
    AttemptEnd end = task.end();
    ObjectNode payload =
        NewEvent.emptyPayload()
            .put("status", task.status().wire())
            .put("exit_code", end.exitCode());
    if (task.status() == TaskStatus.DONE) {
      return Stream.of(
          new NewEvent(
              task.id(), task.ownerId(), task.namespace(), "task/result", payload, end.result()));
    }
    if (task.status().terminal() || end.message() != null) {
      payload.put("kind", end.outcome().wire());
      Words.message(payload, end.message());
      return Stream.of(
          NewEvent.of(task.id(), task.ownerId(), task.namespace(), "task/error", payload));
    }
    return Stream.empty();
  }

  private static NewEvent state(EndedTask task) {
    return NewEvent.status(
        task.id(),
        task.ownerId(),
        task.namespace(),
        task.status(),
        task.stage(),
        task.attempt(),
        task.status().terminal() ? task.agentId() : null);
  }
}
