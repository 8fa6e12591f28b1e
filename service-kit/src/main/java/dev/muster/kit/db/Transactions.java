package dev.muster.kit.db;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Transactions in plain JDBC, through the {@link DatabaseGate}.
 *
 * <p>When the connection is lost before the commit was sent, nothing happened: the work may be done
 * again, and is told {@code UNAVAILABLE}. When it is lost during the commit nobody knows, and that
 * is reported as {@link CommitUnknownException}: PostgreSQL may have committed and died before it
 * could say so. Any other failure of the commit (a deferred constraint, a serialization failure) is
 * a rollback.
 */
@Singleton
public final class Transactions {
  private static final Logger LOG = Logger.getLogger(Transactions.class);

  private final DatabaseGate gate;
  private final Supplier<DataSource> source;

  /** The data source is looked for when it is needed: a service may have none. */
  @Inject
  Transactions(DatabaseGate gate, Instance<DataSource> source) {
    this(gate, source::get);
  }

  public Transactions(DatabaseGate gate, Supplier<DataSource> source) {
    this.gate = gate;
    this.source = source;
  }

  /**
   * Commits if the work returns, rolls back if it throws. The connection must not leave the work.
   * See {@link DatabaseGate#call} for what is thrown and when the work runs again. A call inside
   * another is a transaction of its own, on a second connection: avoid it.
   */
  public <T> T inTransaction(SqlFunction<Connection, T> work) {
    return gate.call(() -> transact(work));
  }

  private <T> T transact(SqlFunction<Connection, T> work) throws SQLException {
    Connection connection = source.get().getConnection();
    try {
      connection.setAutoCommit(false);
      T result = work.apply(connection);
      commit(connection);
      return result;
    } catch (Throwable failure) {
      rollBack(connection, failure);
      throw failure;
    } finally {
      giveBack(connection);
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException rollback) {
      failure.addSuppressed(rollback);
    }
  }

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException failure) {
      if (DatabaseFailures.isAway(failure)) {
        throw new CommitUnknownException(failure);
      }
      throw failure;
    }
  }

  /** What goes wrong here must not make a committed transaction look like a failed one. */
  private static void giveBack(Connection connection) {
    try (connection) {
      connection.setAutoCommit(true);
    } catch (SQLException broken) {
      LOG.debug("a connection was lost after its transaction", broken);
    }
  }
}
