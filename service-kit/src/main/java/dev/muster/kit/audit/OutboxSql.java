package dev.muster.kit.audit;

/** The statements on {@code audit_outbox} besides the insert. */
final class OutboxSql {
  /** By primary key, which is the order of making. Replicas may read the same: no harm. */
  static final String OLDEST =
      """
      SELECT id, at, actor_kind, actor_id, action, target_kind, target_id, outcome, code, address,
        request_id, detail::text AS detail
      FROM audit_outbox
      ORDER BY id
      LIMIT ?
      """;

  /** By primary key. */
  static final String DELETE = "DELETE FROM audit_outbox WHERE id = ANY (?)";

  private OutboxSql() {}
}
