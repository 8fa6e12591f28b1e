package dev.muster.auth;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A look into the tables, and a push to what time would do. */
@ApplicationScoped
public class TestSql {
  @Inject AgroalDataSource database;

  public int run(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What the audit log has of one request: action, outcome and code, actor, target, details. Those
   * of one moment in the order of their actions.
   */
  public List<String> audited(String request) {
    String lines =
        text(
            "SELECT coalesce(string_agg(concat_ws(' ', action, outcome, code, actor_kind, actor_id,"
                + " target_kind, target_id, detail), chr(10) ORDER BY action, id), '')"
                + " FROM audit WHERE request_id = '"
                + request
                + "'");
    return lines.lines().toList();
  }

  public String text(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public long number(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
