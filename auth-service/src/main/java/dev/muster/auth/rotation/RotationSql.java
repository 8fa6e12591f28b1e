package dev.muster.auth.rotation;

/**
 * The moves of a signing key, each guarded by the state it moves from. Time is the database's, so
 * that replicas whose clocks differ agree. A handful of rows, so no index is needed.
 */
final class RotationSql {
  static final String NEEDS_NEXT =
      """
      SELECT 1 FROM signing_key
      WHERE state = 'active'
        AND activated_at + make_interval(secs => ?) - make_interval(secs => ?) <= now()
        AND NOT EXISTS (SELECT 1 FROM signing_key WHERE state = 'pending')
      """;

  /** As soon as it has been published for long enough, which may be now. */
  static final String HASTEN =
      """
      UPDATE signing_key
      SET activate_at = greatest(now(), created_at + make_interval(secs => ?))
      WHERE state = 'pending'
        AND activate_at > greatest(now(), created_at + make_interval(secs => ?))
      RETURNING kid
      """;

  /** The private half is of no use any more, except to a thief. */
  static final String RETIRE =
      """
      UPDATE signing_key
      SET state = 'retired', private_key_sealed = NULL, retired_at = greatest(now(), activated_at),
          published_until = greatest(now(), activated_at) + make_interval(secs => ?)
      WHERE state = 'active'
        AND EXISTS (SELECT 1 FROM signing_key WHERE state = 'pending' AND activate_at <= now())
      """;

  static final String ACTIVATE =
      """
      UPDATE signing_key SET state = 'active', activated_at = greatest(now(), created_at)
      WHERE state = 'pending' AND activate_at <= now()
        AND NOT EXISTS (SELECT 1 FROM signing_key WHERE state = 'active')
      RETURNING kid
      """;

  /** It is no longer published from now on, whatever it was. */
  static final String REVOKE =
      """
      UPDATE signing_key
      SET state = 'revoked', private_key_sealed = NULL, revoked_at = now(), published_until = NULL
      WHERE kid = ? AND state <> 'revoked'
      """;

  static final String IS_KNOWN = "SELECT 1 FROM signing_key WHERE kid = ?";

  /** When the active key was revoked: better unknown for a moment than nobody can sign. */
  static final String HASTEN_NOW =
      "UPDATE signing_key SET activate_at = least(activate_at, now()) WHERE state = 'pending'";

  static final String LIST =
      """
      SELECT kid, state, created_at, activate_at, activated_at, retired_at, published_until,
             revoked_at
      FROM signing_key
      ORDER BY created_at DESC, kid
      LIMIT 100
      """;

  private RotationSql() {}
}
