package dev.muster.kit.audit;

/** The one statement that writes a line; the time is the database's. */
final class LineSql {
  private static final String INSERT =
      """
      INSERT INTO %s
        (id, service, actor_kind, actor_id, action, target_kind, target_id, outcome, code, address,
         request_id, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      """;

  private LineSql() {}

  static String insertInto(String table) {
    return switch (table) {
      case "audit", AuditConfig.OUTBOX -> INSERT.formatted(table);
      default -> throw new IllegalStateException(AuditConfig.TABLE + " is " + table);
    };
  }
}
