package dev.muster.kit.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.internal.AuditBatch;
import dev.muster.internal.AuditEntry;
import dev.muster.kit.db.Transactions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Lines that auth-service hasn't confirmed. */
@Singleton
class Outbox {
  private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

  @Inject Transactions transactions;
  @Inject ObjectMapper json;

  List<AuditEntry> oldest() {
    return transactions.inTransaction(this::oldest);
  }

  void forget(List<AuditEntry> confirmed) {
    Object[] ids = confirmed.stream().map(AuditEntry::id).toArray();
    transactions.inTransaction(
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(OutboxSql.DELETE)) {
            delete.setArray(1, connection.createArrayOf("uuid", ids));
            return delete.executeUpdate();
          }
        });
  }

  private List<AuditEntry> oldest(Connection connection) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(OutboxSql.OLDEST)) {
      select.setInt(1, AuditBatch.MOST);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(entry(rows));
        }
      }
    }
    return entries;
  }

  private AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("actor_kind"),
        row.getString("actor_id"),
        row.getString("action"),
        row.getString("target_kind"),
        row.getString("target_id"),
        row.getString("outcome"),
        row.getInt("code"),
        row.getString("address"),
        row.getString("request_id"),
        words(row.getString("detail")));
  }

  private Map<String, String> words(String detail) {
    try {
      return json.readValue(detail, WORDS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of the outbox can't be read", e);
    }
  }
}
