package dev.muster.tasks.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Plain statements with parameters by position; a list becomes one array, read back by unnest. */
public final class Sql {
  private Sql() {}

  /** One row to one value. */
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** One parameter of a statement. */
  public interface Param {
    void set(Connection connection, PreparedStatement statement, int index) throws SQLException;
  }

  public static Param value(Object value) {
    return (connection, statement, index) -> statement.setObject(index, value);
  }

  /** A list as one array; the type is the elements' in PostgreSQL. */
  public static Param array(String type, List<?> values) {
    return (connection, statement, index) ->
        statement.setArray(index, connection.createArrayOf(type, values.toArray()));
  }

  /** Byte strings as one array; the driver takes them only as what they are. */
  public static Param byteArrays(List<byte[]> values) {
    return (connection, statement, index) ->
        statement.setArray(index, connection.createArrayOf("bytea", values.toArray(byte[][]::new)));
  }

  public static <T> List<T> query(
      Connection connection, String sql, Mapper<T> mapper, Param... params) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, params);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(mapper.map(rows));
      }
      return result;
    }
  }

  public static int update(Connection connection, String sql, Param... params) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, params)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Param... params)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < params.length; i++) {
        params[i].set(connection, statement, i + 1);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
