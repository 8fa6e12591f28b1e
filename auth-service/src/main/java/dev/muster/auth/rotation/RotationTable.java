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
import java.util.Optional;

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

  /** The pending key, if it signs sooner now. */
  static Optional<String> hasten(Connection connection, Duration ahead) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.HASTEN)) {
      statement.setDouble(1, seconds(ahead));
      statement.setDouble(2, seconds(ahead));
      return kid(statement);
    }
  }

  /** The pending key takes the active one's place, if its time has come. */
  static Optional<String> promote(Connection connection, Duration publishedFor)
      throws SQLException {
    try (PreparedStatement retire = connection.prepareStatement(RotationSql.RETIRE)) {
      retire.setDouble(1, seconds(publishedFor));
      retire.executeUpdate();
    }
    return activate(connection);
  }

  static boolean isKnown(Connection connection, String kid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.IS_KNOWN)) {
      statement.setString(1, kid);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** False when it had been revoked before. */
  static boolean revoke(Connection connection, String kid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.REVOKE)) {
      statement.setString(1, kid);
      return statement.executeUpdate() == 1;
    }
  }

  /** Whatever is pending signs now, unless another one does. */
  static Optional<String> activateAtOnce(Connection connection) throws SQLException {
    try (PreparedStatement hasten = connection.prepareStatement(RotationSql.HASTEN_NOW)) {
      hasten.executeUpdate();
    }
    return activate(connection);
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

  private static Optional<String> activate(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RotationSql.ACTIVATE)) {
      return kid(statement);
    }
  }

  private static Optional<String> kid(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString("kid")) : Optional.empty();
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
