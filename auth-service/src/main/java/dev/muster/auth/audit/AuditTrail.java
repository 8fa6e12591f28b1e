package dev.muster.auth.audit;

import dev.muster.kit.db.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the audit log. */
@ApplicationScoped
class AuditTrail {
  private static final int EXPORT_AT_ONCE = 1_000;

  private final Transactions transactions;

  @Inject
  AuditTrail(Transactions transactions) {
    this.transactions = transactions;
  }

  AuditPage page(AuditFilter filter, int offset, int size) {
    return transactions.inTransaction(
        connection ->
            AuditPage.of(
                read(connection, filter, size + 1, offset), size, count(connection, filter)));
  }

  AuditPage below(AuditFilter filter, AuditCursor cursor, int size) {
    AuditFilter rest = filter.below(cursor);
    return transactions.inTransaction(
        connection -> AuditPage.of(read(connection, rest, size + 1, 0), size, null));
  }

  /**
   * All that match, newest first. A thousand at a time, each in a transaction of its own, so that
   * neither memory nor a connection is held for as long as the caller takes to read.
   */
  void forEach(AuditFilter filter, Consumer<AuditLine> each) {
    AuditFilter rest = filter;
    List<AuditLine> lines;
    do {
      AuditFilter next = rest;
      lines = transactions.inTransaction(connection -> read(connection, next, EXPORT_AT_ONCE, 0));
      lines.forEach(each);
      if (!lines.isEmpty()) {
        rest = filter.below(lines.getLast().cursor());
      }
    } while (lines.size() == EXPORT_AT_ONCE);
  }

  private static List<AuditLine> read(
      Connection connection, AuditFilter filter, int limit, int offset) throws SQLException {
    List<AuditLine> lines = new ArrayList<>();
    String sql = TrailSql.READ.formatted(filter.where());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int next = filter.set(select);
      select.setInt(next, limit);
      select.setInt(next + 1, offset);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(AuditLine.of(rows));
        }
      }
    }
    return lines;
  }

  private static long count(Connection connection, AuditFilter filter) throws SQLException {
    String sql = TrailSql.COUNT.formatted(filter.where());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      filter.set(select);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
