package dev.muster.tasks.controlplane;

import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Whose turn it is to ask a control plane. A term begins whenever another process takes over; times
 * are the database's.
 */
final class Lease {
  private static final Logger LOG = Logger.getLogger(Lease.class);

  private final Transactions transactions;
  private final String scope;
  private final String holder;
  private final Duration length;
  private volatile long term;

  Lease(Transactions transactions, String scope, String holder, Duration length) {
    this.transactions = transactions;
    this.scope = scope;
    this.holder = holder;
    this.length = length;
  }

  /** Takes or prolongs it; false while another process has it. */
  synchronized boolean hold() {
    List<Long> mine =
        transactions.inTransaction(
            connection ->
                Sql.query(
                    connection,
                    LeaseSql.TAKE,
                    row -> row.getLong(1),
                    Sql.value(scope),
                    Sql.value(holder),
                    Sql.value(length.toMillis())));
    long now = mine.isEmpty() ? 0 : mine.getFirst();
    if (now != term && now != 0) {
      LOG.infof("asks the control plane for the work of scope %s: term %d", scope, now);
    }
    term = now;
    return now != 0;
  }

  /** Whether it was held when it was last looked at. */
  boolean isHeld() {
    return term != 0;
  }

  void release() {
    if (isHeld()) {
      term = 0;
      transactions.inTransaction(
          connection ->
              Sql.update(connection, LeaseSql.RELEASE, Sql.value(scope), Sql.value(holder)));
    }
  }
}
