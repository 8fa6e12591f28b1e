package dev.muster.registry.api;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The outbox, from which nobody takes anything here: no auth-service runs. */
final class AuditLines {
  private AuditLines() {}

  /** Of one target, in the order of their ids: action, actor and details. */
  static List<String> about(AgroalDataSource database, String target) throws SQLException {
    return of(
        database,
        "concat_ws(' ', action, outcome, actor_kind, actor_id, target_kind, detail)",
        "target_id = '" + target + "'");
  }

  static List<String> of(AgroalDataSource database, String column, String where)
      throws SQLException {
    List<String> found = new ArrayList<>();
    String sql = "SELECT " + column + " FROM audit_outbox WHERE " + where + " ORDER BY id";
    try (Connection connection = database.getConnection();
        PreparedStatement read = connection.prepareStatement(sql);
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}
