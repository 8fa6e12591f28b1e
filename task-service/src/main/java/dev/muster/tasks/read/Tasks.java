package dev.muster.tasks.read;

import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
}
