package dev.muster.tasks.event;

import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** The database's epoch of events, which doesn't change while the service runs. */
@ApplicationScoped
class EventEpoch {
  private volatile String epoch;

  String get(Connection connection) throws SQLException {
    String known = epoch;
    if (known == null) {
      known = Sql.query(connection, EventSql.EPOCH, row -> row.getString(1)).getFirst();
      epoch = known;
    }
    return known;
  }
}
