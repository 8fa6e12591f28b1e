package dev.muster.auth.key;

/** Every statement on {@code signing_key}: a handful of rows, so only the rule needs an index. */
final class KeySql {
  static final String HAS_ACTIVE = "SELECT 1 FROM signing_key WHERE state = 'active'";

  /**
   * Of several first starts one wins by {@code signing_key_one_active}; the others read its key.
   */
  static final String INSERT_ACTIVE =
      """
      INSERT INTO signing_key (kid, state, public_key, private_key_sealed, activated_at)
      VALUES (?, 'active', ?, ?, now())
      ON CONFLICT DO NOTHING
      """;

  static final String PUBLISHED =
      """
      SELECT kid, state, public_key, private_key_sealed
      FROM signing_key
      WHERE state IN ('pending', 'active') OR published_until > now()
      ORDER BY created_at, kid
      """;

  private KeySql() {}
}
