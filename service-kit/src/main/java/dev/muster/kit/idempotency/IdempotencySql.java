package dev.muster.kit.idempotency;

/** The statements on {@code idempotency_key}. */
final class IdempotencySql {
  /**
   * One row when the key is free or its time is over, none when it is taken. A concurrent request
   * with the same key waits here until the first one's transaction has ended.
   */
  static final String CLAIM =
      """
      INSERT INTO idempotency_key AS old
        (owner, path, key, request_salt, request_hash, resource_id, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (owner, path, key) DO UPDATE
        SET request_salt = excluded.request_salt,
            request_hash = excluded.request_hash,
            resource_id = excluded.resource_id,
            created_at = excluded.created_at
        WHERE old.created_at <= ?
      """;

  /** By primary key. */
  static final String FIND =
      """
      SELECT request_salt, request_hash, resource_id
        FROM idempotency_key
       WHERE owner = ? AND path = ? AND key = ?
      """;

  /** By the index on age. */
  static final String PURGE = "DELETE FROM idempotency_key WHERE created_at <= ?";

  private IdempotencySql() {}
}
