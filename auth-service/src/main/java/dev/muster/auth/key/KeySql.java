package dev.muster.auth.key;

/** What every replica asks of {@code signing_key}: a handful of rows, so no index is needed. */
final class KeySql {
  static final String HAS_ACTIVE = "SELECT 1 FROM signing_key WHERE state = 'active'";

  /** One change of state at a time, whoever makes it; reading goes on. */
  static final String LOCK = "LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE";

  /**
   * Of several first starts one wins by {@code signing_key_one_active}; the others read its key.
   */
  static final String INSERT_ACTIVE =
      """
      INSERT INTO signing_key (kid, state, public_key, private_key_sealed, activated_at)
      VALUES (?, 'active', ?, ?, now())
      ON CONFLICT DO NOTHING
      """;

  /** Never sooner than it can be known everywhere. */
  static final String INSERT_PENDING =
      """
      INSERT INTO signing_key (kid, state, public_key, private_key_sealed, activate_at)
      SELECT ?, 'pending', ?, ?,
             greatest(now() + make_interval(secs => ?), activated_at + make_interval(secs => ?))
      FROM signing_key
      WHERE state = 'active'
      ON CONFLICT DO NOTHING
      """;

  static final String PUBLISHED =
      """
      SELECT kid, state, public_key, private_key_sealed
      FROM signing_key
      WHERE state IN ('pending', 'active') OR published_until > now()
      ORDER BY created_at, kid
      """;

  /** Another replica may have done it, or the key may have been retired meanwhile. */
  static final String RESEAL =
      "UPDATE signing_key SET private_key_sealed = ? WHERE kid = ? AND private_key_sealed = ?";

  private KeySql() {}
}
