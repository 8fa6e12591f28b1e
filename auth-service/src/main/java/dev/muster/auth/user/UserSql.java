package dev.muster.auth.user;

/**
 * The statements of administrators on {@code account}. Whoever could take away an administrator
 * first takes {@link #ADMINISTRATORS}, then the row: so two can't take each other's last one.
 */
final class UserSql {
  private static final String COLUMNS =
      """
      id, email, name, array_to_string(roles, ',') AS roles, disabled_at IS NOT NULL AS disabled,
      created_at, version
      """;

  private static final String MATCHING =
      """
      FROM account
      WHERE (CAST(:text AS text) IS NULL
             OR email LIKE lower(CAST(:text AS text)) ESCAPE '!'
             OR lower(name) LIKE lower(CAST(:text AS text)) ESCAPE '!')
        AND (CAST(:role AS text) IS NULL OR CAST(:role AS text) = ANY (roles))
        AND (CAST(:disabled AS boolean) IS NULL
             OR CAST(:disabled AS boolean) = (disabled_at IS NOT NULL))
      """;

  /** In the order of account_email_key; a part of a name is looked for in every row. */
  static final String PAGE =
      "SELECT " + COLUMNS + MATCHING + "ORDER BY email LIMIT :limit OFFSET :offset";

  static final String COUNT = "SELECT count(*) " + MATCHING;

  /** By primary key. */
  static final String FIND = "SELECT " + COLUMNS + "FROM account WHERE id = :id";

  static final String FIND_LOCKED = FIND + " FOR UPDATE";

  /** Until the transaction ends nobody else takes away an administrator. */
  static final String ADMINISTRATORS =
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('muster.auth.administrators', 0))";

  /** By index account_administrators. */
  static final String OTHER_ADMINISTRATORS =
      """
      SELECT count(*) FROM account
      WHERE 'admin' = ANY (roles) AND disabled_at IS NULL AND id <> :id
      """;

  /**
   * Tokens that are given in the second of a change are dated to the next one. Another change in
   * that second waits for its end, so that however many come, none is dated further ahead. The row
   * is locked; a clock that was set back isn't waited for.
   */
  static final String SETTLE =
      """
      SELECT 1
      FROM account a,
           LATERAL pg_sleep(CAST(least(1, greatest(0,
             floor(extract(epoch FROM a.tokens_since)) + 1
               - extract(epoch FROM clock_timestamp()))) AS double precision))
      WHERE a.id = :id
      """;

  /**
   * The row is locked, so whatever was issued before is dated at or before {@code tokens_since}.
   */
  static final String CHANGE =
      """
      UPDATE account
      SET name = :name,
          roles = CAST(:roles AS text[]),
          disabled_at =
            CASE WHEN :disabled THEN coalesce(disabled_at, greatest(now(), created_at)) END,
          tokens_since =
            CASE WHEN :revokes
                 THEN greatest(clock_timestamp(),
                               date_trunc('second', tokens_since) + interval '1 second')
                 ELSE tokens_since END,
          version = version + 1
      WHERE id = :id
      RETURNING version, tokens_since
      """;

  static final String DELETE = "DELETE FROM account WHERE id = :id";

  static final String PASSWORD_HASH =
      "SELECT password_hash FROM account WHERE id = :id AND disabled_at IS NULL";

  /** Guarded again: somebody else may have changed it while the passwords were computed. */
  static final String SET_PASSWORD =
      """
      UPDATE account SET password_hash = :new
      WHERE id = :id AND password_hash = :old AND disabled_at IS NULL
      """;

  private UserSql() {}
}
