package dev.muster.auth.revocation;

/** Every statement on {@code revocation}; the table holds what was revoked within the last hour. */
final class RevocationSql {
  /** Again for the same identity: the wider of both stays, and it is published again. */
  static final String INSERT =
      """
      INSERT INTO revocation (kind, id, issued_before, until)
      VALUES (:kind, :id, to_timestamp(:issuedBefore), to_timestamp(:until))
      ON CONFLICT (kind, id) DO UPDATE
      SET issued_before = greatest(revocation.issued_before, excluded.issued_before),
          until = greatest(revocation.until, excluded.until),
          published_at = NULL
      """;

  static final String CURRENT =
      """
      SELECT kind, id, CAST(extract(epoch FROM issued_before) AS bigint) AS issued_before,
             CAST(ceil(extract(epoch FROM until)) AS bigint) AS until
      FROM revocation
      WHERE until > now()
      ORDER BY created_at
      """;

  /**
   * By index revocation_unpublished, empty unless Redis was away; the pause leaves the first try
   * alone.
   */
  static final String UNPUBLISHED =
      """
      SELECT kind, id, CAST(extract(epoch FROM issued_before) AS bigint) AS issued_before,
             CAST(ceil(extract(epoch FROM until)) AS bigint) AS until
      FROM revocation
      WHERE published_at IS NULL AND until > now()
        AND created_at < now() - interval '2 seconds'
      ORDER BY created_at
      LIMIT 1000
      """;

  static final String PUBLISHED =
      """
      UPDATE revocation SET published_at = greatest(now(), created_at)
      WHERE kind = :kind AND id = :id AND until <= to_timestamp(:until)
      """;

  /** Several replicas may run this at once: each row is deleted by one of them. */
  static final String PURGE = "DELETE FROM revocation WHERE until < now()";

  private RevocationSql() {}
}
