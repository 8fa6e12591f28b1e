package dev.muster.auth.session;

/**
 * Every statement on {@code session} and {@code refresh_token}. Time is the database's, so that
 * replicas whose clocks differ agree on the grace. Rows are locked in the order token, session.
 */
final class SessionSql {
  /** Guarded again: the account may have been disabled while the password was computed. */
  static final String OPEN =
      """
      INSERT INTO session (id, account_id, expires_at, user_agent, ip)
      SELECT :id, a.id, now() + make_interval(secs => :lifetime), :userAgent, :ip
      FROM account a
      WHERE a.id = :account AND a.disabled_at IS NULL
      """;

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
        RETURNING t.session_id
      ), renewed AS (
        UPDATE session s
        SET last_used_at = greatest(now(), s.last_used_at),
            expires_at = greatest(now() + make_interval(secs => :lifetime), s.expires_at)
        FROM used, account a
        WHERE s.id = used.session_id AND s.revoked_at IS NULL
          AND a.id = s.account_id AND a.disabled_at IS NULL
        RETURNING s.id AS session_id, a.id AS account_id, array_to_string(a.roles, ',') AS roles
      ), added AS (
        INSERT INTO refresh_token (hash, session_id, parent, expires_at)
        SELECT :next, session_id, :hash, now() + make_interval(secs => :lifetime) FROM renewed
      )
      SELECT session_id, account_id, roles FROM renewed
      """;

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
      UPDATE session s
      SET last_used_at = greatest(now(), s.last_used_at),
          expires_at = greatest(now() + make_interval(secs => :lifetime), s.expires_at)
      FROM account a
      WHERE s.id = :session AND s.revoked_at IS NULL
        AND a.id = s.account_id AND a.disabled_at IS NULL
      RETURNING a.id AS account_id, array_to_string(a.roles, ',') AS roles
      """;

  static final String REVOKE =
      """
      UPDATE session SET revoked_at = greatest(now(), created_at), revoked_reason = :reason
      WHERE id = :session AND revoked_at IS NULL
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
