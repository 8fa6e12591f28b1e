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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    Set<Refusals.Write> acceptedHere = new HashSet<>();
    Set<Refusals.Write> ranToItsEnd = new HashSet<>();
    for (AttemptSignal signal : signals) {
      if (signal.signal() instanceof AgentSignal.TaskAccept) {
        acceptedHere.add(signal.write());
      } else if (acceptedHere.contains(signal.write()) && isOutcomeOfARun(signal.signal())) {
        ranToItsEnd.add(signal.write());
      }
    }
    // An accept whose run is over already is written with the outcome.
    List<AttemptSignal> accepts =
        signals.stream()
            .filter(
                s ->
                    s.signal() instanceof AgentSignal.TaskAccept
                        && !ranToItsEnd.contains(s.write()))
            .toList();
    List<AttemptEnd> ends =
        signals.stream()
            .map(signal -> end(signal, ranToItsEnd.contains(signal.write())))
            .filter(Objects::nonNull)
            .toList();
    List<AttemptSignal> lastWords =
        progress.heldOf(ends.stream().map(AttemptEnd::attempt).toList());
    if (Stream.of(accepts, ends, lastWords).filter(part -> !part.isEmpty()).count() > 1) {
      TaskLock.take(
          connection, signals.stream().map(signal -> signal.signal().attempt().taskId()).toList());
    }
    List<AcceptedTask> accepted =
        AcceptedTask.accept(connection, accepts, config.timeoutMargin().toMillis());
    change.tell(accepted.stream().flatMap(AcceptedTask::events).toList());
    progress.tellHeld(change, lastWords);
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
