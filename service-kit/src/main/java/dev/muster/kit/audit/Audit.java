package dev.muster.kit.audit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Records what was done, in the transaction that does it. */
@Singleton
public class Audit {
  /** A line was written; its transaction may still be open. */
  record Written() {}

  private final Lines lines;
  private final Origins origins;
  private final Instance<DataSource> database;
  private final Event<Written> written;

  @Inject
  Audit(Lines lines, Origins origins, Instance<DataSource> database, Event<Written> written) {
    this.lines = lines;
    this.origins = origins;
    this.database = database;
    this.written = written;
  }

  /**
   * Within the JTA transaction of this thread, on its connection. Throws {@link
   * IllegalStateException} when there is none, as the line could then outlive the change.
   */
  public void record(AuditEvent event) {
    if (QuarkusTransaction.getStatus() != Status.STATUS_ACTIVE) {
      throw new IllegalStateException(event.action() + " is recorded outside of a transaction");
    }
    try (Connection connection = database.get().getConnection()) {
      record(connection, event);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot record " + event.action(), e);
    }
  }

  /** Within the transaction that is open on this connection. */
  public void record(Connection connection, AuditEvent event) throws SQLException {
    lines.write(connection, origins.of(event.by()), event);
    written.fire(new Written());
  }
}
