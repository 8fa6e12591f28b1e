package dev.muster.auth.session;

import dev.muster.auth.account.Identity;
import dev.muster.auth.account.Recognised;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * The rows of {@code session} and {@code refresh_token}. Each method needs a transaction around it.
 */
@ApplicationScoped
class SessionStore {
  /** A used token, and whether it was used only a moment ago. */
  record UsedToken(UUID sessionId, boolean withinGrace) {}

  private final Session database;

  @Inject
  SessionStore(Session database) {
    this.database = database;
  }

  /** Empty when the account may not log in (any more), or not with that password. */
  Optional<Grant> open(UUID id, Recognised who, Device device, Duration lifetime) {
    return one(query(SessionSql.OPEN)
            .setParameter("id", id)
            .setParameter("account", who.id())
            .setParameter("hash", who.passwordHash())
            .setParameter("userAgent", device.userAgent(), String.class)
            .setParameter("ip", device.ip(), String.class)
            .setParameter("lifetime", seconds(lifetime)))
        .map(SessionStore::grant);
  }

  void addToken(UUID session, RefreshSecret token, byte[] parent, Duration lifetime) {
    database
        .createNativeMutationQuery(SessionSql.ADD_TOKEN)
        .setParameter("hash", token.hash())
        .setParameter("session", session)
        .setParameter("parent", parent, byte[].class)
        .setParameter("lifetime", seconds(lifetime))
        .executeUpdate();
  }

  /** Of a token that nobody has used before and now nobody else will. */
  Optional<Refreshing.Renewed> trade(byte[] hash, RefreshSecret next, Duration lifetime) {
    return one(query(SessionSql.TRADE)
            .setParameter("hash", hash)
            .setParameter("next", next.hash())
            .setParameter("lifetime", seconds(lifetime)))
        .map(row -> new Refreshing.Renewed(grant(row), next));
  }

  Optional<UsedToken> used(byte[] hash, Duration grace) {
    return one(query(SessionSql.USED_TOKEN)
            .setParameter("hash", hash)
            .setParameter("grace", seconds(grace)))
        .map(
            row ->
                new UsedToken(
                    row.get("session_id", UUID.class), row.get("within_grace", Boolean.class)));
  }

  /** Empty when the session has ended or its account may not log in any more. */
  Optional<Grant> renew(UUID session, Duration lifetime) {
    return one(query(SessionSql.RENEW)
            .setParameter("session", session)
            .setParameter("lifetime", seconds(lifetime)))
        .map(SessionStore::grant);
  }

  /** False when it had ended before. */
  boolean revoke(UUID session, EndReason reason) {
    return database
            .createNativeMutationQuery(SessionSql.REVOKE)
            .setParameter("session", session)
            .setParameter("reason", reason.stored())
            .executeUpdate()
        == 1;
  }

  int purge() {
    return database.createNativeMutationQuery(SessionSql.PURGE_TOKENS).executeUpdate()
        + database.createNativeMutationQuery(SessionSql.PURGE_SESSIONS).executeUpdate();
  }

  private NativeQuery<Tuple> query(String sql) {
    return database.createNativeQuery(sql, Tuple.class);
  }

  private static Optional<Tuple> one(NativeQuery<Tuple> query) {
    return query.getResultList().stream().findFirst();
  }

  private static Grant grant(Tuple row) {
    return new Grant(
        row.get("session_id", UUID.class),
        new Identity(
            row.get("account_id", UUID.class), List.of(row.get("roles", String.class).split(","))),
        Instant.ofEpochSecond(row.get("issued_at", Long.class)));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
