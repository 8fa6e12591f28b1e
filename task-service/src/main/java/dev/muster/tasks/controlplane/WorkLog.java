package dev.muster.tasks.controlplane;

import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is known of the work of one scope. */
final class WorkLog {
  private final Transactions transactions;
  private final String scope;

  WorkLog(Transactions transactions, String scope) {
    this.transactions = transactions;
    this.scope = scope;
  }

  /**
   * Work of whose task something happened.
   *
   * @param reported the position up to which the control plane knows
   */
  record News(String name, UUID taskId, int reported) {}

  /** What the control plane has confirmed. */
  record Confirmed(String name, int before, int upTo, boolean ended) {}

  Optional<Work> find(String name) {
    return transactions.inTransaction(connection -> find(connection, name)).stream().findFirst();
  }

  /** The work as it is, known from now on. */
  Work offered(String name) {
    return transactions.inTransaction(
        connection -> {
          Sql.update(
              connection, WorkSql.OFFER, Sql.value(scope), Sql.value(name), Sql.value(Ids.next()));
          return find(connection, name).getFirst();
        });
  }

  void open(String name, UUID taskId) {
    update(WorkSql.OPEN, Sql.value(taskId), Sql.value(scope), Sql.value(name));
  }

  void refuse(String name, int code, String reason) {
    update(WorkSql.REFUSE, Sql.value(code), Sql.value(reason), Sql.value(scope), Sql.value(name));
  }

  List<News> news(int most) {
    return transactions.inTransaction(
        connection ->
            Sql.query(
                connection,
                WorkSql.WITH_NEWS,
                row ->
                    new News(
                        row.getString("name"),
                        row.getObject("task_id", UUID.class),
                        row.getInt("reported")),
                Sql.value(scope),
                Sql.value(most)));
  }

  void confirm(List<Confirmed> confirmed) {
    update(
        WorkSql.CONFIRM,
        Sql.array("text", confirmed.stream().map(Confirmed::name).toList()),
        Sql.array("int4", confirmed.stream().map(Confirmed::before).toList()),
        Sql.array("int4", confirmed.stream().map(Confirmed::upTo).toList()),
        Sql.array("bool", confirmed.stream().map(Confirmed::ended).toList()),
        Sql.value(scope));
  }

  void bury(String name, String reason) {
    update(WorkSql.BURY, Sql.value(reason), Sql.value(scope), Sql.value(name));
  }

  /** Answers the names of the work whose task isn't there any more. */
  List<String> buryGone(String reason) {
    return transactions.inTransaction(
        connection ->
            Sql.query(
                connection,
                WorkSql.BURY_GONE,
                row -> row.getString(1),
                Sql.value(reason),
                Sql.value(scope)));
  }

  void forgetOlderThan(Duration age) {
    update(WorkSql.FORGET_OLD, Sql.value(scope), Sql.value(age.toMillis()));
  }

  private List<Work> find(Connection connection, String name) throws SQLException {
    return Sql.query(connection, WorkSql.FIND, Work::of, Sql.value(scope), Sql.value(name));
  }

  private void update(String sql, Sql.Param... params) {
    transactions.inTransaction(connection -> Sql.update(connection, sql, params));
  }
}
