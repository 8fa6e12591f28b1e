package dev.muster.tasks.read;

import dev.muster.error.ContractException;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.http.PageQuery;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Lists tasks, newest first. One look reads a bounded number of rows: where few of them fit, a page
 * is shorter than asked for and its cursor says where to go on.
 */
@ApplicationScoped
class TaskList {
  private static final int MOST_LOOKED_AT = 100_000;

  /** Where each row costs a look at its last attempt. */
  private static final int MOST_WITH_TEXT = 10_000;

  private final Transactions transactions;

  @Inject
  TaskList(Transactions transactions) {
    this.transactions = transactions;
  }

  /** By number; a page that begins far behind is refused, as all before it would be read. */
  TaskPage page(TaskFilter filter, PageQuery paging) {
    int size = paging.size();
    int before = paging.offset();
    if (before > ListSql.COUNTED) {
      throw ContractException.badParameter(
          "page", "begins behind the first 10,000: use the cursor");
    }
    return transactions.inTransaction(
        connection -> {
          Look look = look(connection, filter);
          List<Row> rows = look.rows(connection, before, size);
          Total total = look.total(connection);
          return page(
              rows,
              before,
              size,
              look.most(),
              Math.min(total.count(), ListSql.COUNTED),
              !total.cut() && total.count() <= ListSql.COUNTED);
        });
  }

  /** What follows an earlier page; without a total. */
  TaskPage below(TaskFilter filter, PageQuery paging) {
    int size = paging.size();
    return transactions.inTransaction(
        connection -> {
          Look look = look(connection, filter);
          return page(look.rows(connection, 0, size), 0, size, look.most(), null, null);
        });
  }

  private static TaskPage page(
      List<Row> rows, int before, int size, int most, Long total, Boolean totalExact) {
    List<Row> fitting = rows.stream().filter(row -> row.fits() && row.place() > before).toList();
    List<Row> shown = fitting.subList(0, Math.min(size, fitting.size()));
    UUID last = null;
    if (fitting.size() > size) {
      last = shown.getLast().view().taskId();
    } else if (!rows.isEmpty() && rows.getLast().nr() == most) {
      last = rows.getLast().view().taskId();
    }
    return new TaskPage(
        shown.stream().map(Row::view).toList(),
        total,
        totalExact,
        last == null ? null : TaskCursor.after(last));
  }

  private static Look look(Connection connection, TaskFilter filter) throws SQLException {
    Sql.query(connection, ListSql.COUNT_ROWS, row -> true);
    boolean rare = false;
    if (!filter.labels().isEmpty()) {
      Condition labeled = TaskSource.LABELED.condition(filter);
      rare =
          Sql.query(
                      connection,
                      ListSql.labeled(labeled),
                      row -> row.getInt(1),
                      labeled.params().toArray(Sql.Param[]::new))
                  .getFirst()
              <= ListSql.COUNTED;
    }
    TaskSource from = TaskSource.of(filter, rare);
    return new Look(
        from,
        from.condition(filter),
        filter.condition(from),
        filter.text() == null ? MOST_LOOKED_AT : MOST_WITH_TEXT);
  }

  private record Look(TaskSource from, Condition source, Condition wanted, int most) {
    List<Row> rows(Connection connection, int before, int size) throws SQLException {
      List<Sql.Param> params = params();
      params.add(Sql.value(before + size + 1));
      params.add(Sql.value(before));
      return Sql.query(
          connection,
          ListSql.page(from, source, wanted, most),
          Row::of,
          params.toArray(Sql.Param[]::new));
    }

    Total total(Connection connection) throws SQLException {
      return Sql.query(
              connection,
              ListSql.count(from, source, wanted, most),
              row -> new Total(row.getLong("total"), row.getBoolean("cut")),
              params().toArray(Sql.Param[]::new))
          .getFirst();
    }

    private List<Sql.Param> params() {
      List<Sql.Param> params = new ArrayList<>(wanted.params());
      params.addAll(source.params());
      if (from == TaskSource.OF_AGENT) {
        params.addAll(source.params());
      }
      return params;
    }
  }

  private record Total(long count, boolean cut) {}

  private record Row(TaskView view, boolean fits, long nr, long place) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          TaskView.of(row, false), row.getBoolean("fits"), row.getLong("nr"), row.getLong("place"));
    }
  }
}
