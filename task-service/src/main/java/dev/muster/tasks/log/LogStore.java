package dev.muster.tasks.log;

import dev.muster.error.ErrorCode;
import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.queue.Silence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where all output goes, whichever way it came: one run of bytes for each attempt and phase.
 * Writing the same again changes nothing. Those who follow are told that there is more, and read it
 * from PostgreSQL.
 */
@ApplicationScoped
class LogStore {
  private final Transactions transactions;
  private final ChannelPublisher channels;
  private final TaskConfig config;

  @Inject
  LogStore(Transactions transactions, ChannelPublisher channels, TaskConfig config) {
    this.transactions = transactions;
    this.channels = channels;
    this.config = config;
  }

  /** A receipt and the holder for each write, in their order. */
  record Written(LogHolder holder, LogReceipt receipt) {}

  /** One transaction; throws what {@link Transactions#inTransaction} does. */
  List<Written> write(List<LogWrite> writes) {
    if (writes.isEmpty()) {
      return List.of();
    }
    Stored stored = transactions.inTransaction(connection -> store(connection, writes));
    stored
        .notices()
        .forEach(notice -> channels.publish(RedisNames.taskLogs(notice.taskId()), notice.toJson()));
    return stored.written();
  }

  private record Stored(List<Written> written, Set<LogNotice> notices) {}

  private Stored store(Connection connection, List<LogWrite> writes) throws SQLException {
    List<LogHolder> holders = LogSql.holders(connection, writes);
    Set<UUID> held =
        holders.stream()
            .filter(holder -> holder.attempt() != null)
            .map(holder -> holder.attempt().taskId())
            .collect(Collectors.toSet());
    LogBatch batch = LogBatch.of(connection, held, config.maxLogBytes());
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      LogHolder holder = holders.get(i);
      written.add(
          new Written(
              holder,
              holder.attempt() == null
                  ? notHeld(holder)
                  : batch.store(writes.get(i), holder.attempt().attempt())));
    }
    Silence.heard(
        connection,
        holders.stream().map(LogHolder::attempt).filter(Objects::nonNull).distinct().toList(),
        config.timeoutMargin().toMillis());
    Set<LogNotice> notices = new LinkedHashSet<>();
    batch.finish().forEach(key -> notices.add(new LogNotice(key.taskId(), key.phase())));
    return new Stored(written, notices);
  }

  private static LogReceipt notHeld(LogHolder holder) {
    return holder.heldBefore()
        ? LogReceipt.refused(ErrorCode.CONFLICT, "another attempt holds the task by now")
        : LogReceipt.refused(ErrorCode.NOT_FOUND, "no such attempt of this agent");
  }
}
