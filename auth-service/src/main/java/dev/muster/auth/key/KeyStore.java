package dev.muster.auth.key;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads the keys. Instances on several machines agree on one active key. */
final class KeyStore {
  private final DataSource database;
  private final KeyTable table;

  KeyStore(DataSource database, KeyTable table) {
    this.database = database;
    this.table = table;
  }

  /** The keys as they are, with a first active one made if there is none. */
  KeySet load() throws SQLException {
    try (Connection connection = database.getConnection()) {
      table.insertActiveIfNone(connection);
      return table.read(connection);
    }
  }
}
