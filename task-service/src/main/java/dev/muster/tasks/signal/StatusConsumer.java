package dev.muster.tasks.signal;

import dev.muster.error.ErrorCode;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import dev.muster.tasks.queue.Refusals;
import dev.muster.tasks.queue.Silence;
import dev.muster.tasks.session.AgentSessions;
import dev.muster.wire.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Progress, undeliverable dispatches, disconnects and the gateways' signs of life. */
@ApplicationScoped
class StatusConsumer {
  @Inject Changes changes;
  @Inject ChannelPublisher channels;
  @Inject Endings endings;
  @Inject AgentSessions sessions;
  @Inject Dispatcher dispatcher;
  @Inject ProgressEvents events;
  @Inject TaskConfig config;

  void handle(List<StreamEntry> streamEntries) throws Exception {
    List<UpstreamEntry> entries = streamEntries.stream().map(Signals::entry).toList();
    List<AttemptSignal> progress = new ArrayList<>();
    List<AttemptEnd> undeliverable = new ArrayList<>();
    List<UpstreamEntry> disconnects = new ArrayList<>();
    List<UpstreamEntry> missing = new ArrayList<>();
    Set<String> aliveGateways = new HashSet<>();
    for (UpstreamEntry entry : entries) {
      switch (entry.kind()) {
        case "task_progress" -> Signals.ofAttempt(entry).ifPresent(progress::add);
        case StatusKinds.GATEWAY_ALIVE -> aliveGateways.add(entry.gatewayId());
        case StatusKinds.DISCONNECTED -> disconnects.add(entry);
        case StatusKinds.UNDELIVERABLE -> {
          undeliverable.add(Undeliverable.end(entry));
          missing.add(entry);
        }
        default -> {
          // Heartbeats and pulls keep presence and credit elsewhere; newer kinds are not ours.
        }
      }
    }
    Applied applied =
        changes.commit(
            change -> {
              Connection connection = change.connection();
              sessions.gatewaysAlive(connection, aliveGateways);
              sessions.disconnected(connection, disconnects);
              sessions.missing(connection, missing);
              return apply(change, progress, undeliverable);
            });
    Receipts receipts = new Receipts();
    for (AttemptSignal signal : progress) {
      boolean stored = applied.progressed().containsKey(signal.signal().attempt());
      receipts.add(
          signal.entry(),
          stored ? ErrorCode.OK : applied.refusals().getOrDefault(signal.write(), ErrorCode.OK));
    }
    receipts.send(channels);
    applied.ended().forEach(dispatcher::ready);
  }

  private Applied apply(Change change, List<AttemptSignal> progress, List<AttemptEnd> undeliverable)
      throws SQLException {
    Connection connection = change.connection();
    if (!progress.isEmpty() && !undeliverable.isEmpty()) {
      TaskLock.take(
          connection,
          Stream.concat(
                  progress.stream().map(signal -> signal.signal().attempt()),
                  undeliverable.stream().map(AttemptEnd::attempt))
              .map(AttemptRef::taskId)
              .toList());
    }
    Map<AttemptRef, ProgressSql.Owner> progressed = ProgressSql.store(connection, progress);
    Silence.heard(connection, progressed.keySet(), config.timeoutMargin().toMillis());
    events.tell(change, progress, progressed);
    List<Refusals.Write> unchanged =
        progress.stream()
            .map(AttemptSignal::write)
            .filter(write -> !progressed.containsKey(write.attempt()))
            .distinct()
            .toList();
    return new Applied(
        progressed, Refusals.explain(connection, unchanged), endings.apply(change, undeliverable));
  }

  private record Applied(
      Map<AttemptRef, ProgressSql.Owner> progressed,
      Map<Refusals.Write, ErrorCode> refusals,
      List<EndedTask> ended) {}
}
