package dev.muster.auth.apikey;

/** Every statement on {@code api_key}. */
final class ApiKeySql {
  private static final String COLUMNS =
      " id, account_id, name, scopes, agent_id, created_at, expires_at, last_used_at ";

  /**
   * Keys of one account are made one after the other, so that they can be counted; and not at all
   * once it is disabled.
   */
  static final String LOCK_OWNER =
      "SELECT roles FROM account WHERE id = ? AND disabled_at IS NULL FOR NO KEY UPDATE";

  /** By index api_key_of_account. */
  static final String COUNT_OF_OWNER = "SELECT count(*) FROM api_key WHERE account_id = ?";

  static final String COUNT = "SELECT count(*) FROM api_key";

  static final String INSERT =
      """
      INSERT INTO api_key (id, account_id, name, secret_sealed, scopes, agent_id, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      RETURNING created_at
      """;

  /** By index api_key_of_account; ids are in the order of time. */
  static final String PAGE_OF_OWNER =
      "SELECT" + COLUMNS + "FROM api_key WHERE account_id = ? ORDER BY id DESC LIMIT ? OFFSET ?";

  /** By the primary key, backwards. */
  static final String PAGE = "SELECT" + COLUMNS + "FROM api_key ORDER BY id DESC LIMIT ? OFFSET ?";

  static final String FIND = "SELECT" + COLUMNS + "FROM api_key WHERE id = ?";

  static final String DELETE =
      "DELETE FROM api_key WHERE id = ? AND (account_id = ? OR ?) RETURNING account_id";

  /** Only what may be used now, and as whom. */
  static final String USABLE =
      """
      SELECT k.id, k.account_id, k.secret_sealed, k.scopes, k.agent_id, k.expires_at, a.roles
      FROM api_key k JOIN account a ON a.id = k.account_id
      WHERE k.id = ? AND a.disabled_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
      """;

  /**
   * The same for a token, which must be dated before any later change of the owner's rights, as
   * users' tokens are: the owner is locked while the database's clock is read.
   */
  static final String USABLE_DATED =
      """
      WITH k AS (
        SELECT k.id, k.account_id, k.secret_sealed, k.scopes, k.agent_id, k.expires_at, a.roles,
               a.tokens_since
        FROM api_key k JOIN account a ON a.id = k.account_id
        WHERE k.id = ? AND a.disabled_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
        FOR SHARE OF a)
      SELECT id, account_id, secret_sealed, scopes, agent_id, expires_at, roles,
             CAST(floor(greatest(extract(epoch FROM clock_timestamp()),
                                 extract(epoch FROM tokens_since) + 1)) AS bigint) AS issued_at
      FROM k
      """;

  /** By the primary key. */
  static final String SEALED_AFTER =
      "SELECT id, secret_sealed FROM api_key WHERE id > ? ORDER BY id LIMIT 100";

  /** Another replica may have done it. */
  static final String RESEAL =
      "UPDATE api_key SET secret_sealed = ? WHERE id = ? AND secret_sealed = ?";

  /**
   * At most once a minute per key, whoever reports it. What another replica is writing at the
   * moment is left to it.
   */
  static final String USED =
      """
      UPDATE api_key SET last_used_at = greatest(now(), created_at)
      WHERE id IN (
        SELECT id FROM api_key
        WHERE id = ANY (?)
          AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
        FOR NO KEY UPDATE SKIP LOCKED)
      """;

  private ApiKeySql() {}
}
