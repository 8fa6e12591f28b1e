package dev.muster.auth.session;

import dev.muster.auth.revocation.Denylist;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.db.DatabaseGate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** What can be done with a refresh token besides trading it. */
@ApplicationScoped
public class RefreshTokens {
  private final Session database;
  private final SessionEndings endings;
  private final Denylist denylist;
  private final DatabaseGate gate;

  @Inject
  RefreshTokens(Session database, SessionEndings endings, Denylist denylist, DatabaseGate gate) {
    this.database = database;
    this.endings = endings;
    this.denylist = denylist;
    this.gate = gate;
  }

  /** Empty for one that couldn't be traded now. */
  public Optional<RefreshHolder> holder(String presented) {
    return gate.inTransaction(() -> find(presented))
        .filter(row -> row.get("usable", Boolean.class))
        .map(
            row ->
                new RefreshHolder(
                    row.get("session_id", UUID.class),
                    row.get("account_id", UUID.class),
                    Instant.ofEpochSecond(row.get("expires_at", Long.class))));
  }

  /**
   * Ends its session, also by a token that was traded already; nothing for what is none. Without a
   * client it is the user who holds the token.
   */
  public void end(String presented, Optional<Actor> client) {
    Optional<RevocationNotice> notice =
        gate.inTransaction(
            () ->
                find(presented)
                    .flatMap(
                        row ->
                            endings.end(
                                row.get("session_id", UUID.class),
                                EndReason.REVOKED,
                                client.orElseGet(
                                    () -> Actor.user(row.get("account_id", UUID.class))))));
    notice.ifPresent(denylist::publish);
  }

  private Optional<Tuple> find(String presented) {
    return database
        .createNativeQuery(SessionSql.OF_TOKEN, Tuple.class)
        .setParameter("hash", new RefreshSecret(presented).hash())
        .getResultList()
        .stream()
        .findFirst();
  }
}
