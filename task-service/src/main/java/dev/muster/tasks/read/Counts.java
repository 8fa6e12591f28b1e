package dev.muster.tasks.read;

import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Counts tasks without looking at all of them. */
@ApplicationScoped
class Counts {
  private final Transactions transactions;

  @Inject
  Counts(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Of one owner or of all; of one namespace or of all: null stands for all. */
  TaskCounts of(UUID ownerId, String namespace) {
    Condition owned = condition(ownerId, null);
    Condition named = condition(null, namespace);
    return transactions.inTransaction(
        connection -> {
          Sql.query(connection, ListSql.COUNT_ROWS, row -> true);
          TaskCounts.Recent recent =
              Sql.query(
                      connection,
                      CountSql.recent(owned, named),
                      Counts::recent,
                      params(named, owned))
                  .getFirst();
          Queued queued =
              ownerId == null
                  ? queued(connection, named)
                  : new Queued(recent.queued(), recent.all());
          Condition wanted = condition(ownerId, namespace);
          long running =
              Sql.query(
                      connection,
                      CountSql.running(wanted),
                      row -> row.getLong(1),
                      params(wanted, new Condition()))
                  .getFirst();
          return new TaskCounts(queued.count(), queued.exact(), running, recent);
        });
  }

  private static Condition condition(UUID ownerId, String namespace) {
    Condition condition = new Condition();
    if (ownerId != null) {
      condition.and("owner_id = ?", ownerId);
    }
    if (namespace != null) {
      condition.and("namespace = ?", namespace);
    }
    return condition;
  }

  private static Queued queued(Connection connection, Condition named) throws SQLException {
    return Sql.query(
            connection,
            CountSql.queued(named),
            row -> new Queued(row.getLong("fitting"), row.getLong("looked_at") < CountSql.QUEUED),
            params(named, new Condition()))
        .getFirst();
  }

  private static TaskCounts.Recent recent(ResultSet row) throws SQLException {
    return new TaskCounts.Recent(
        row.getLong("looked_at"),
        TaskView.time(row, "since"),
        row.getLong("looked_at") < CountSql.RECENT,
        row.getLong("queued"),
        row.getLong("running"),
        row.getLong("done"),
        row.getLong("failed"),
        row.getLong("canceled"));
  }

  private static Sql.Param[] params(Condition first, Condition second) {
    List<Sql.Param> params = new ArrayList<>(first.params());
    params.addAll(second.params());
    return params.toArray(Sql.Param[]::new);
  }

  private record Queued(long count, boolean exact) {}
}
