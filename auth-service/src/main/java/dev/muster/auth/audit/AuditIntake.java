package dev.muster.auth.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.internal.AuditEntry;
import dev.muster.kit.db.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** Takes lines from the other services. */
@ApplicationScoped
class AuditIntake {
  /** How far the clocks of two databases may be apart. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final Transactions transactions;
  private final AuditMonths months;
  private final ObjectMapper json;
  private final InstantSource clock;

  @Inject
  AuditIntake(
      Transactions transactions, AuditMonths months, ObjectMapper json, InstantSource clock) {
    this.transactions = transactions;
    this.months = months;
    this.json = json;
    this.clock = clock;
  }

  /** Those whose time is over already are taken and forgotten. */
  void take(String service, List<AuditEntry> entries) {
    Instant now = clock.instant();
    if (entries.stream().anyMatch(entry -> entry.at().isAfter(now.plus(AHEAD)))) {
      throw ContractException.badParameter("entries.at", "is in the future");
    }
    List<AuditEntry> kept =
        entries.stream().filter(entry -> entry.at().isAfter(months.keptSince(now))).toList();
    transactions.inTransaction(
        connection -> {
          months.make(connection, kept.stream().map(AuditEntry::at).toList());
          add(connection, service, kept);
          return null;
        });
  }

  private void add(Connection connection, String service, List<AuditEntry> entries)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(TrailSql.ADD)) {
      for (AuditEntry entry : entries) {
        insert.setObject(1, entry.at().atOffset(ZoneOffset.UTC));
        insert.setObject(2, entry.id());
        insert.setString(3, service);
        insert.setString(4, entry.actorKind());
        insert.setString(5, entry.actorId());
        insert.setString(6, entry.action());
        insert.setString(7, entry.targetKind());
        insert.setString(8, entry.targetId());
        insert.setString(9, entry.outcome());
        insert.setInt(10, entry.code());
        insert.setString(11, entry.address());
        insert.setString(12, entry.requestId());
        insert.setString(13, json(entry));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private String json(AuditEntry entry) {
    try {
      return json.writeValueAsString(entry.detail());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
