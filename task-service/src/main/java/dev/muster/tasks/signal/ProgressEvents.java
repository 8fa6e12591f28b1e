package dev.muster.tasks.signal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.event.Words;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells of progress, at the pace of {@link ProgressPace}. */
@ApplicationScoped
public class ProgressEvents {
  @Inject ProgressPace pace;
  @Inject Changes changes;

  /** Of progress that was just stored. */
  void tell(Change change, List<AttemptSignal> progress, Map<AttemptRef, ProgressSql.Owner> owners)
      throws SQLException {
    List<AttemptSignal> stored =
        progress.stream().filter(signal -> owners.containsKey(signal.signal().attempt())).toList();
    append(change, pace.now(stored), owners);
  }

  /** What was held back of attempts that are about to end: their last word before the outcome. */
  List<AttemptSignal> heldOf(Collection<AttemptRef> attempts) {
    return pace.heldOf(attempts);
  }

  /** What was held back and has its time; called by the sweeper. */
  public void tellDue() {
    List<AttemptSignal> due = pace.due();
    if (!due.isEmpty()) {
      changes.commit(
          change -> {
            tellHeld(change, due);
            return null;
          });
    }
  }

  void tellHeld(Change change, List<AttemptSignal> held) throws SQLException {
    if (!held.isEmpty()) {
      append(change, held, ProgressSql.running(change.connection(), held));
    }
  }

  private static void append(
      Change change, List<AttemptSignal> progress, Map<AttemptRef, ProgressSql.Owner> owners)
      throws SQLException {
    change.tell(
        progress.stream()
            .filter(signal -> owners.containsKey(signal.signal().attempt()))
            .map(signal -> event(signal, owners.get(signal.signal().attempt())))
            .toList());
  }

  private static NewEvent event(AttemptSignal signal, ProgressSql.Owner owner) {
    AgentSignal.TaskProgress said = (AgentSignal.TaskProgress) signal.signal();
    ObjectNode payload =
        NewEvent.emptyPayload().put("percent", said.percent()).put("stage", said.stage());
    Words.message(payload, said.message());
    Words.data(payload, said.data());
    return NewEvent.of(
        said.attempt().taskId(), owner.ownerId(), owner.namespace(), "task/progress", payload);
  }
}
