package dev.muster.tasks.read;

import dev.muster.kit.db.Transactions;
import dev.muster.kit.http.Page;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Single tasks as their owners and admins see them. */
@ApplicationScoped
public class Tasks {
  private final Transactions transactions;

  @Inject
  Tasks(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Empty also for another owner's task. */
  public Optional<TaskView> find(UUID taskId, UUID callerId, boolean admin) {
    return transactions
        .inTransaction(
            connection ->
                Sql.query(
                    connection,
                    ReadSql.ONE,
                    row -> TaskView.of(row, true),
                    Sql.value(taskId),
                    Sql.value(callerId),
                    Sql.value(admin)))
        .stream()
        .findFirst();
  }

  /** Empty also for another owner's task. */
  Optional<Page<AttemptView>> attempts(
      UUID taskId, UUID callerId, boolean admin, int before, int size) {
    return transactions.inTransaction(
        connection -> {
          Sql.Param id = Sql.value(taskId);
          if (Sql.query(
                  connection,
                  ReadSql.EXISTS,
                  row -> true,
                  id,
                  Sql.value(callerId),
                  Sql.value(admin))
              .isEmpty()) {
            return Optional.empty();
          }
          List<AttemptView> attempts =
              Sql.query(
                  connection,
                  ReadSql.ATTEMPTS,
                  AttemptView::of,
                  id,
                  id,
                  Sql.value(size),
                  Sql.value(before));
          long count =
              Sql.query(connection, ReadSql.ATTEMPT_COUNT, row -> row.getLong(1), id, id)
                  .getFirst();
          return Optional.of(new Page<>(attempts, count));
        });
  }
}
