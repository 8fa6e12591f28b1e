package dev.muster.auth.session;

import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Ends sessions before their time. Each method works within the caller's transaction, after whose
 * commit the notices are to be published.
 */
@ApplicationScoped
public class SessionEndings {
  /** No session has it, so that none is left out. */
  private static final UUID NONE = new UUID(0, 0);

  private static final Duration SKEW = Duration.ofMinutes(1);

  /** How many ended, and what others must hear. */
  public record Ended(int sessions, List<RevocationNotice> notices) {
    public Ended {
      notices = List.copyOf(notices);
    }
  }

  private final Session database;
  private final SessionStore rows;
  private final Denylist denylist;
  private final Audit audit;
  private final Duration lived;

  @Inject
  SessionEndings(
      Session database,
      SessionStore rows,
      Denylist denylist,
      Audit audit,
      TokenLifetimes lifetimes) {
    this.database = database;
    this.rows = rows;
    this.denylist = denylist;
    this.audit = audit;
    lived = lifetimes.access().plus(SKEW);
  }

  /** Empty when it had ended before. */
  Optional<RevocationNotice> end(UUID session, EndReason reason) {
    return end(session, reason, null);
  }

  /** By somebody else than the token of the request says; null: by whoever that is. */
  Optional<RevocationNotice> end(UUID session, EndReason reason, Actor by) {
    if (!rows.revoke(session, reason)) {
      return Optional.empty();
    }
    audit.record(reason.ended(session).by(by));
    return Optional.of(denylist.recordSession(session));
  }

  /** Empty unless it is a living session of that account. */
  Optional<RevocationNotice> endOne(UUID account, UUID session) {
    int ended =
        database
            .createNativeMutationQuery(SessionSql.REVOKE_ONE)
            .setParameter("account", account)
            .setParameter("session", session)
            .setParameter("reason", EndReason.REVOKED.stored())
            .executeUpdate();
    if (ended != 1) {
      return Optional.empty();
    }
    audit.record(EndReason.REVOKED.ended(session));
    return Optional.of(denylist.recordSession(session));
  }

  public Ended endAll(UUID account, EndReason reason) {
    return endOthers(account, NONE, reason);
  }

  /** All, when others hear of the account's end anyway. */
  public void endSilently(UUID account, EndReason reason) {
    revoked(account, NONE, reason);
  }

  /** All but the one that the user acts in. */
  public Ended endOthers(UUID account, UUID except, EndReason reason) {
    List<Tuple> ended = revoked(account, except, reason);
    List<RevocationNotice> notices = new ArrayList<>();
    for (Tuple session : ended) {
      if (session.get("has_token", Boolean.class)) {
        notices.add(denylist.recordSession(session.get("id", UUID.class)));
      }
    }
    return new Ended(ended.size(), notices);
  }

  private List<Tuple> revoked(UUID account, UUID except, EndReason reason) {
    List<Tuple> ended =
        database
            .createNativeQuery(SessionSql.REVOKE_ALL, Tuple.class)
            .setParameter("account", account)
            .setParameter("except", except)
            .setParameter("reason", reason.stored())
            .setParameter("lived", lived.toMillis() / 1000.0)
            .getResultList();
    ended.forEach(session -> audit.record(reason.ended(session.get("id", UUID.class))));
    return ended;
  }
}
