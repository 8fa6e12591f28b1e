package dev.muster.tasks.event;

import dev.muster.error.ContractException;
import dev.muster.kit.db.Transactions;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads tasks' events. */
@ApplicationScoped
public class EventLog {
  private final Transactions transactions;
  private final EventEpoch epoch;

  @Inject
  EventLog(Transactions transactions, EventEpoch epoch) {
    this.transactions = transactions;
    this.epoch = epoch;
  }

  /** Throws 2001 also for another owner's task. */
  public EventPage read(UUID taskId, UUID callerId, boolean admin, EventPosition from, int limit) {
    return transactions.inTransaction(
        connection -> read(connection, taskId, callerId, admin, from, limit));
  }

  private EventPage read(
      Connection connection,
      UUID taskId,
      UUID callerId,
      boolean admin,
      EventPosition from,
      int limit)
      throws SQLException {
    Extent extent =
        Sql.query(
                connection,
                EventSql.EXTENT,
                Extent::of,
                Sql.value(taskId),
                Sql.value(callerId),
                Sql.value(admin))
            .stream()
            .findFirst()
            .orElseThrow(() -> ContractException.notFound("task"));
    String current = epoch.get(connection);
    boolean recovered =
        (from.epoch() == null || from.epoch().equals(current)) && from.offset() <= extent.last();
    long after = recovered ? from.offset() : 0;
    List<EventView> items = new ArrayList<>();
    if (after < extent.last()) {
      Sql.query(
              connection,
              EventSql.READ,
              row -> EventView.of(taskId, row),
              Sql.value(taskId),
              Sql.value(after),
              Sql.value(extent.last()),
              Sql.value(limit))
          .forEach(items::addAll);
      items.removeIf(event -> event.offset() <= after || event.offset() > extent.last());
      items.subList(Math.min(limit, items.size()), items.size()).clear();
    }
    long next = items.isEmpty() ? after : items.getLast().offset();
    return new EventPage(
        current, items, next, extent.last(), extent.ended() && next == extent.last(), recovered);
  }

  private record Extent(boolean ended, long last) {
    static Extent of(ResultSet row) throws SQLException {
      return new Extent(
          TaskStatus.parse(row.getString("status")).orElseThrow().terminal(), row.getLong("last"));
    }
  }
}
