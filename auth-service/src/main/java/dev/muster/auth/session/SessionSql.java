package dev.muster.auth.session;

/**
 * Every statement on {@code session} and {@code refresh_token}. Time is the database's, so that
 * replicas whose clocks differ agree on the grace. Rows are locked in the order token, account,
 * session.
 *
 * <p>Whoever is given a token holds the account's row shared until its session is stored, so that a
 * change of the account either comes first and is seen, or comes later and finds the session, and
 * is dated at or after the token's {@code issued_at}. That is past {@code tokens_since}, so that
 * what is given after a change isn't refused by it.
 */
final class SessionSql {
  private static final String ISSUED_AT =
      """
      CAST(floor(greatest(extract(epoch FROM clock_timestamp()),
                          extract(epoch FROM a.tokens_since) + 1)) AS bigint)
      """;

  /**
   * Guarded again: the account may have been disabled, or given another password, while the
   * password was computed.
   */
  static final String OPEN =
      """
      WITH a AS (
        SELECT id, roles, tokens_since FROM account
        WHERE id = :account AND disabled_at IS NULL AND password_hash = :hash
        FOR SHARE),
      opened AS (
        INSERT INTO session (id, account_id, expires_at, user_agent, ip)
        SELECT :id, a.id, now() + make_interval(secs => :lifetime), :userAgent, :ip FROM a
        RETURNING id)
      SELECT opened.id AS session_id, a.id AS account_id, array_to_string(a.roles, ',') AS roles,
      """
          + ISSUED_AT
          + "AS issued_at FROM a, opened";

  static final String ADD_TOKEN =
      """
      INSERT INTO refresh_token (hash, session_id, parent, expires_at)
      VALUES (:hash, :session, CAST(:parent AS bytea), now() + make_interval(secs => :lifetime))
      """;

  /**
   * The whole of a refresh that nothing speaks against, in one round trip. Of any number of
   * concurrent uses one gets the row: the others wait for its commit, look again and find {@code
   * used_at} set. A token that may not be used now is not used up by trying. What has been revoked
   * meanwhile is found by {@code renewed}, as in {@link #RENEW}. By the primary keys.
   */
  static final String TRADE =
      """
      WITH used AS (
        UPDATE refresh_token t SET used_at = greatest(now(), t.created_at)
        FROM session s JOIN account a ON a.id = s.account_id
        WHERE t.hash = :hash AND t.used_at IS NULL AND t.expires_at > now()
          AND s.id = t.session_id AND s.revoked_at IS NULL AND a.disabled_at IS NULL
        RETURNING t.session_id, s.account_id),
      a AS (
        SELECT id, roles, tokens_since FROM account
        WHERE id = (SELECT account_id FROM used) AND disabled_at IS NULL
        FOR SHARE),
      renewed AS (
        UPDATE session s
        SET last_used_at = greatest(now(), s.last_used_at),
            expires_at = greatest(now() + make_interval(secs => :lifetime), s.expires_at)
        FROM used, a
        WHERE s.id = used.session_id AND s.account_id = a.id AND s.revoked_at IS NULL
        RETURNING s.id),
      added AS (
        INSERT INTO refresh_token (hash, session_id, parent, expires_at)
        SELECT :next, id, :hash, now() + make_interval(secs => :lifetime) FROM renewed)
      SELECT renewed.id AS session_id, a.id AS account_id, array_to_string(a.roles, ',') AS roles,
      """
          + ISSUED_AT
          + "AS issued_at FROM a, renewed";

  /** What to make of a token that {@link #TRADE} did not get. */
  static final String USED_TOKEN =
      """
      SELECT session_id, used_at > now() - make_interval(secs => :grace) AS within_grace
      FROM refresh_token
      WHERE hash = :hash AND used_at IS NOT NULL AND expires_at > now()
      """;

  /** Waits for a logout that is under way, and then finds nothing. */
  static final String RENEW =
      """
      WITH a AS (
        SELECT id, roles, tokens_since FROM account
        WHERE id = (SELECT account_id FROM session WHERE id = :session) AND disabled_at IS NULL
        FOR SHARE),
      renewed AS (
        UPDATE session s
        SET last_used_at = greatest(now(), s.last_used_at),
            expires_at = greatest(now() + make_interval(secs => :lifetime), s.expires_at)
        FROM a
        WHERE s.id = :session AND s.account_id = a.id AND s.revoked_at IS NULL
        RETURNING s.id)
      SELECT renewed.id AS session_id, a.id AS account_id, array_to_string(a.roles, ',') AS roles,
      """
          + ISSUED_AT
          + "AS issued_at FROM a, renewed";

  static final String REVOKE =
      """
      UPDATE session SET revoked_at = greatest(now(), created_at), revoked_reason = :reason
      WHERE id = :session AND revoked_at IS NULL
      """;

  /**
   * All of an account but one, by index session_of_account. Those that were not used for longer
   * than an access token lives have none that is still good.
   */
  static final String REVOKE_ALL =
      """
      UPDATE session SET revoked_at = greatest(now(), created_at), revoked_reason = :reason
      WHERE account_id = :account AND id <> :except AND revoked_at IS NULL AND expires_at > now()
      RETURNING id, last_used_at > now() - make_interval(secs => :lived) AS has_token
      """;

  static final String REVOKE_ONE =
      """
      UPDATE session SET revoked_at = greatest(now(), created_at), revoked_reason = :reason
      WHERE id = :session AND account_id = :account AND revoked_at IS NULL AND expires_at > now()
      """;

  /** By index session_of_account: what can still be used, the newest first. */
  static final String LIVING =
      """
      SELECT id, created_at, last_used_at, expires_at, user_agent, ip
      FROM session
      WHERE account_id = :account AND revoked_at IS NULL AND expires_at > now()
      ORDER BY created_at DESC, id
      LIMIT :limit OFFSET :offset
      """;

  static final String COUNT_LIVING =
      """
      SELECT count(*) FROM session
      WHERE account_id = :account AND revoked_at IS NULL AND expires_at > now()
      """;

  /** By primary key; used or not, as its holder may not know. */
  static final String OF_TOKEN =
      """
      SELECT s.id AS session_id, s.account_id AS account_id,
             CAST(extract(epoch FROM t.expires_at) AS bigint) AS expires_at,
             t.used_at IS NULL AND s.revoked_at IS NULL AND a.disabled_at IS NULL AS usable
      FROM refresh_token t
      JOIN session s ON s.id = t.session_id
      JOIN account a ON a.id = s.account_id
      WHERE t.hash = :hash AND t.expires_at > now()
      """;

  /**
   * By index refresh_token_by_end. Several replicas may run it at once; what one has locked, the
   * other leaves to it.
   */
  static final String PURGE_TOKENS =
      """
      DELETE FROM refresh_token
      WHERE hash IN (
        SELECT hash FROM refresh_token WHERE expires_at < now()
        ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
      """;

  /** By index session_by_end; kept for a week, for whoever asks what happened. */
  static final String PURGE_SESSIONS =
      """
      DELETE FROM session
      WHERE id IN (
        SELECT id FROM session WHERE expires_at < now() - interval '7 days'
        ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
      """;

  private SessionSql() {}
}
