package dev.muster.auth.session;

import dev.muster.auth.account.AccountReach;
import dev.muster.auth.account.Accounts;
import dev.muster.auth.revocation.Denylist;
import dev.muster.error.ContractException;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.http.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The sessions of one account: which there are, and their end from elsewhere. */
@ApplicationScoped
class AccountSessions {
  private final Session database;
  private final Accounts accounts;
  private final SessionEndings endings;
  private final Denylist denylist;
  private final DatabaseGate gate;

  @Inject
  AccountSessions(
      Session database,
      Accounts accounts,
      SessionEndings endings,
      Denylist denylist,
      DatabaseGate gate) {
    this.database = database;
    this.accounts = accounts;
    this.endings = endings;
    this.denylist = denylist;
    this.gate = gate;
  }

  /** Throws 2001 when there is no such account. */
  Page<SessionView> page(UUID account, String current, int offset, int size) {
    requireKnown(account);
    return gate.inTransaction(
        () -> {
          List<SessionView> items =
              database
                  .createNativeQuery(SessionSql.LIVING, Tuple.class)
                  .setParameter("account", account)
                  .setParameter("limit", size)
                  .setParameter("offset", offset)
                  .getResultList()
                  .stream()
                  .map(row -> view(row, current))
                  .toList();
          long total =
              database
                  .createNativeQuery(SessionSql.COUNT_LIVING, Long.class)
                  .setParameter("account", account)
                  .getSingleResult();
          return new Page<>(items, total);
        });
  }

  int endAll(UUID account) {
    requireKnown(account);
    SessionEndings.Ended ended =
        gate.inTransaction(() -> endings.endAll(account, EndReason.REVOKED));
    ended.notices().forEach(denylist::publish);
    return ended.sessions();
  }

  /** Throws 2001 unless it is a living session of that account. */
  void end(UUID account, UUID session) {
    RevocationNotice notice =
        gate.inTransaction(() -> endings.endOne(account, session))
            .orElseThrow(() -> ContractException.notFound("session"));
    denylist.publish(notice);
  }

  private void requireKnown(UUID account) {
    if (accounts.view(account).isEmpty()) {
      throw AccountReach.unknown();
    }
  }

  private static SessionView view(Tuple row, String current) {
    UUID id = row.get("id", UUID.class);
    return new SessionView(
        id,
        row.get("created_at", Instant.class),
        row.get("last_used_at", Instant.class),
        row.get("expires_at", Instant.class),
        row.get("user_agent", String.class),
        row.get("ip", String.class),
        id.toString().equals(current));
  }
}
