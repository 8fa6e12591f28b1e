package dev.muster.auth.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Conditions joined by AND, with their values by position. */
final class AuditFilter {
  private final StringBuilder where = new StringBuilder("true");
  private final List<Object> values = new ArrayList<>();

  AuditFilter() {}

  AuditFilter(AuditFilter other) {
    where.replace(0, where.length(), other.where.toString());
    values.addAll(other.values);
  }

  void and(String condition, Object... parameters) {
    where.append(" AND ").append(condition);
    values.addAll(List.of(parameters));
  }

  /** The same, below this line. */
  AuditFilter below(AuditCursor cursor) {
    AuditFilter narrower = new AuditFilter(this);
    narrower.and("(at, id) < (?, ?)", cursor.at(), cursor.id());
    return narrower;
  }

  String where() {
    return where.toString();
  }

  /** Sets the values; the index of the next parameter. */
  int set(PreparedStatement statement) throws SQLException {
    int index = 1;
    for (Object value : values) {
      statement.setObject(
          index++, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
    }
    return index;
  }
}
