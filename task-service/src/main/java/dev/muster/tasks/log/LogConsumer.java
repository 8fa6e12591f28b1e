package dev.muster.tasks.log;

import dev.muster.error.ErrorCode;
import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.queue.Refusals;
import dev.muster.tasks.queue.Silence;
import dev.muster.tasks.signal.AttemptSignal;
import dev.muster.tasks.signal.Receipts;
import dev.muster.tasks.signal.Signals;
import dev.muster.wire.AgentSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores output. Pieces may come in any order and more than once: each has its place. Those who
 * follow are told that there is more, and read it from PostgreSQL.
 */
@ApplicationScoped
public class LogConsumer {
  @Inject Transactions transactions;
  @Inject ChannelPublisher channels;
  @Inject TaskConfig config;

  public void handle(List<StreamEntry> entries) throws Exception {
    List<AttemptSignal> signals =
        entries.stream()
            .map(Signals::entry)
            .map(Signals::ofAttempt)
            .flatMap(Optional::stream)
            .filter(signal -> signal.signal() instanceof AgentSignal.TaskLog)
            .toList();
    Stored stored = transactions.inTransaction(connection -> store(connection, signals));
    Receipts receipts = new Receipts();
    for (AttemptSignal signal : signals) {
      AgentSignal.TaskLog log = (AgentSignal.TaskLog) signal.signal();
      if (tooLong(log)) {
        receipts.add(
            signal.entry(),
            ErrorCode.TOO_LARGE,
            "the output of this attempt is cut at " + config.maxLogBytes() + " bytes",
            config.maxLogBytes());
        continue;
      }
      ErrorCode code = stored.refusals().get(signal.write());
      if (code == null || code == ErrorCode.OK) {
        receipts.add(
            signal.entry(),
            ErrorCode.OK,
            ErrorCode.OK.sentence(),
            log.offset() + log.content().length());
      } else {
        receipts.add(signal.entry(), code);
      }
    }
    receipts.send(channels);
    stored
        .notices()
        .forEach(notice -> channels.publish(RedisNames.taskLogs(notice.taskId()), notice.toJson()));
  }

  private Stored store(Connection connection, List<AttemptSignal> signals) throws SQLException {
    List<AttemptSignal> wanted =
        signals.stream()
            .filter(signal -> !tooLong((AgentSignal.TaskLog) signal.signal()))
            .filter(signal -> ((AgentSignal.TaskLog) signal.signal()).content().length() > 0)
            .toList();
    List<LogPiece> held = LogSql.held(connection, wanted);
    Set<LogPiece.Place> inserted = LogSql.insert(connection, held);
    Silence.heard(
        connection,
        held.stream().map(piece -> piece.log().attempt()).distinct().toList(),
        config.timeoutMargin().toMillis());
    Set<Refusals.Write> known = new HashSet<>();
    held.forEach(piece -> known.add(piece.signal().write()));
    List<Refusals.Write> unknown =
        signals.stream()
            .map(AttemptSignal::write)
            .filter(write -> !known.contains(write))
            .distinct()
            .toList();
    Map<Refusals.Write, ErrorCode> refusals = Refusals.explain(connection, unknown);
    Set<LogNotice> notices = new LinkedHashSet<>();
    inserted.forEach(place -> notices.add(new LogNotice(place.taskId(), place.phase())));
    return new Stored(notices, refusals);
  }

  private boolean tooLong(AgentSignal.TaskLog log) {
    // Not as a sum, which can overflow.
    return log.offset() > config.maxLogBytes() - log.content().length();
  }

  /** What was stored for the first time, once for each task and phase; and what was not. */
  private record Stored(Set<LogNotice> notices, Map<Refusals.Write, ErrorCode> refusals) {}
}
