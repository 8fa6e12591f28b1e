package dev.muster.auth.rotation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link RotationSql} in the transaction of a connection. */
final class RotationTable {
  private RotationTable() {}

  static boolean needsNext(Connection connection, Duration term, Duration ahead)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.NEEDS_NEXT)) {
      statement.setDouble(1, seconds(term));
      statement.setDouble(2, seconds(ahead));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  static void hasten(Connection connection, Duration ahead) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.HASTEN)) {
      statement.setDouble(1, seconds(ahead));
      statement.executeUpdate();
    }
  }

  /** The pending key takes the active one's place, if its time has come. */
  static boolean promote(Connection connection, Duration publishedFor) throws SQLException {
    try (PreparedStatement retire = connection.prepareStatement(RotationSql.RETIRE)) {
      retire.setDouble(1, seconds(publishedFor));
      retire.executeUpdate();
    }
    return update(connection, RotationSql.ACTIVATE);
  }

  static boolean isKnown(Connection connection, String kid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.IS_KNOWN)) {
      statement.setString(1, kid);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  static void revoke(Connection connection, String kid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.REVOKE)) {
      statement.setString(1, kid);
      statement.executeUpdate();
    }
  }

  /** Whatever is pending signs now, unless another one does. */
  static void activateAtOnce(Connection connection) throws SQLException {
    update(connection, RotationSql.HASTEN_NOW);
    update(connection, RotationSql.ACTIVATE);
  }

  static List<KeyView> list(Connection connection) throws SQLException {
    List<KeyView> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.LIST);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        keys.add(
            new KeyView(
                rows.getString("kid"),
                rows.getString("state"),
                instant(rows, "created_at"),
                instant(rows, "activate_at"),
                instant(rows, "activated_at"),
                instant(rows, "retired_at"),
                instant(rows, "published_until"),
                instant(rows, "revoked_at")));
      }
    }
    return keys;
  }

  private static boolean update(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.executeUpdate() > 0;
    }
  }

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
