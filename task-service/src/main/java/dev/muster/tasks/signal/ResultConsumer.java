package dev.muster.tasks.signal;

import dev.muster.error.ErrorCode;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.dispatch.Freed;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import dev.muster.tasks.queue.JsonText;
import dev.muster.tasks.queue.Refusals;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.TaskErrorKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts, rejects, results and errors: one transaction for whatever the stream holds, then the
 * receipts. Dying before the commit leaves the entries unacknowledged, dying after it makes them
 * come again, and the second time they change nothing.
 */
@ApplicationScoped
class ResultConsumer {
  @Inject Endings endings;
  @Inject ChannelPublisher channels;
  @Inject Dispatcher dispatcher;
  @Inject TaskConfig config;
  @Inject ProgressEvents progress;

  void handle(List<StreamEntry> entries) throws Exception {
    List<AttemptSignal> signals =
        entries.stream()
            .map(Signals::entry)
            .map(Signals::ofAttempt)
            .flatMap(Optional::stream)
            .toList();
    Applied applied =
        dispatcher.commit(change -> apply(change, signals), done -> Freed.of(done.ended()));
    Receipts receipts = new Receipts();
    signals.forEach(signal -> receipts.add(signal.entry(), code(signal, applied)));
    receipts.send(channels);
  }

  private static ErrorCode code(AttemptSignal signal, Applied applied) {
    Refusals.Write write = signal.write();
    ErrorCode code =
        applied.changed().contains(write)
            ? ErrorCode.OK
            : applied.refusals().getOrDefault(write, ErrorCode.OK);
    return code == ErrorCode.OK && Oversized.is(signal) ? ErrorCode.TOO_LARGE : code;
  }

  private Applied apply(Change change, List<AttemptSignal> signals) throws SQLException {
    Connection connection = change.connection();
    Set<AttemptRef> ranToItsEnd = new HashSet<>();
    Set<AttemptRef> acceptedHere = new HashSet<>();
    for (AttemptSignal signal : signals) {
      AttemptRef attempt = signal.signal().attempt();
      if (signal.signal() instanceof AgentSignal.TaskAccept) {
        acceptedHere.add(attempt);
      } else if (acceptedHere.contains(attempt) && isOutcomeOfARun(signal.signal())) {
        ranToItsEnd.add(attempt);
      }
    }
    // An accept whose run is over already is written with the outcome.
    List<AttemptSignal> accepts =
        signals.stream()
            .filter(
                s ->
                    s.signal() instanceof AgentSignal.TaskAccept
                        && !ranToItsEnd.contains(s.signal().attempt()))
            .toList();
    if (!accepts.isEmpty() && accepts.size() < signals.size()) {
      TaskLock.take(
          connection, signals.stream().map(signal -> signal.signal().attempt().taskId()).toList());
    }
    List<AcceptedTask> accepted =
        AcceptedTask.accept(connection, accepts, config.timeoutMargin().toMillis());
    change.tell(accepted.stream().flatMap(AcceptedTask::events).toList());
    List<AttemptEnd> ends = new ArrayList<>();
    for (AttemptSignal signal : signals) {
      AttemptEnd end = end(signal, ranToItsEnd.contains(signal.signal().attempt()));
      if (end != null) {
        ends.add(end);
      }
    }
    progress.tellHeld(change, ends.stream().map(AttemptEnd::attempt).toList());
    List<EndedTask> ended = endings.apply(change, ends);
    Set<Refusals.Write> changed = new HashSet<>();
    accepted.forEach(task -> changed.add(new Refusals.Write(task.attempt(), task.agentId())));
    ended.forEach(
        task -> changed.add(new Refusals.Write(task.end().attempt(), task.end().agentId())));
    List<Refusals.Write> unchanged =
        signals.stream()
            .map(AttemptSignal::write)
            .filter(write -> !changed.contains(write))
            .distinct()
            .toList();
    return new Applied(ended, changed, Refusals.explain(connection, unchanged));
  }

  private static boolean isOutcomeOfARun(AgentSignal.OfAttempt signal) {
    return switch (signal) {
      case AgentSignal.TaskResult result -> true;
      case AgentSignal.TaskError error ->
          error.errorKind() == TaskErrorKind.FAILED || error.errorKind() == TaskErrorKind.TIMEOUT;
      default -> false;
    };
  }

  private static AttemptEnd end(AttemptSignal signal, boolean accepted) {
    AttemptRef attempt = signal.signal().attempt();
    return switch (signal.signal()) {
      case AgentSignal.TaskResult result when Oversized.is(signal) ->
          Oversized.end(signal, result, accepted);
      case AgentSignal.TaskResult result ->
          new AttemptEnd(
              attempt,
              signal.entry().agentId(),
              AttemptOutcome.DONE,
              JsonText.write(result.result()),
              null,
              result.exitCode(),
              null,
              accepted,
              false);
      case AgentSignal.TaskError error ->
          new AttemptEnd(
              attempt,
              signal.entry().agentId(),
              outcome(error),
              null,
              error.message(),
              error.exitCode(),
              error.retryable(),
              accepted,
              false);
      case AgentSignal.TaskReject reject ->
          new AttemptEnd(
              attempt,
              signal.entry().agentId(),
              AttemptOutcome.REJECTED,
              null,
              reject.reason(),
              null,
              null,
              false,
              false);
      case AgentSignal.TaskAccept accept -> null;
      case AgentSignal.TaskProgress progress -> null;
      case AgentSignal.TaskLog log -> null;
    };
  }

  private static AttemptOutcome outcome(AgentSignal.TaskError error) {
    return switch (error.errorKind()) {
      case FAILED -> AttemptOutcome.FAILED;
      case TIMEOUT -> AttemptOutcome.TIMEOUT;
      case CANCELED -> AttemptOutcome.CANCELED;
      case INFRASTRUCTURE -> AttemptOutcome.INFRASTRUCTURE;
    };
  }

  private record Applied(
      List<EndedTask> ended,
      Set<Refusals.Write> changed,
      Map<Refusals.Write, ErrorCode> refusals) {}
}
