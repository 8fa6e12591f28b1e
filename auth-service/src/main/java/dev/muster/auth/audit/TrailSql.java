package dev.muster.auth.audit;

/**
 * The statements on {@code audit} that are more than the insert of an own line. Nothing here
 * changes a line: the service's role could not.
 */
final class TrailSql {
  /** A line from another service, which may send it again. */
  static final String ADD =
      """
      INSERT INTO audit
        (at, id, service, actor_kind, actor_id, action, target_kind, target_id, outcome, code,
         address, request_id, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      ON CONFLICT (at, id) DO NOTHING
      """;

  /** Newest first, by the primary key or by the index of the filter; months are partitions. */
  static final String READ =
      """
      SELECT at, id, service, actor_kind, actor_id, action, target_kind, target_id, outcome, code,
        address, request_id, detail::text AS detail
      FROM audit
      WHERE %s
      ORDER BY at DESC, id DESC
      LIMIT ? OFFSET ?
      """;

  static final String COUNT = "SELECT count(*) FROM audit WHERE %s";

  /** How long lines are kept at least; only the owner of the table can change that. */
  static final String LEAST_DAYS = "SELECT days FROM audit_retention";

  static final String MAKE_MONTH = "SELECT audit_make_month(?)";

  static final String FORGET = "SELECT audit_forget(?)";

  /** Whether the service's own role could change or remove lines. */
  static final String MAY_CHANGE =
      """
      SELECT has_table_privilege('audit', 'UPDATE') OR has_table_privilege('audit', 'DELETE')
        OR has_table_privilege('audit', 'TRUNCATE')
      """;

  private TrailSql() {}
}
