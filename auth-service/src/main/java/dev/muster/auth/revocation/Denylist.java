package dev.muster.auth.revocation;

import dev.muster.auth.token.TokenLifetimes;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.db.DatabaseGate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * What is refused before its time. A revocation counts from its commit on; the notice makes the
 * others hear of it at once, and is repeated until Redis has taken it.
 */
@ApplicationScoped
public class Denylist {
  /** How far the clocks of two machines may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final RevocationStore rows;
  private final Announcements announcements;
  private final DatabaseGate gate;
  private final Duration longest;

  @Inject
  Denylist(
      RevocationStore rows,
      Announcements announcements,
      DatabaseGate gate,
      TokenLifetimes lifetimes) {
    this.rows = rows;
    this.announcements = announcements;
    this.gate = gate;
    longest = lifetimes.access().plus(SKEW);
  }

  /** Within the caller's transaction, after whose commit the notice is to be published. */
  public RevocationNotice recordSession(UUID session) {
    // A session never comes back, so whatever is signed for it later is refused as well.
    long until = Instant.now().plus(longest).getEpochSecond() + 1;
    RevocationNotice notice =
        new RevocationNotice(RevocationNotice.Kind.SESSION, session.toString(), until, until);
    rows.insert(notice);
    return notice;
  }

  /** Does not wait, and does not fail: what Redis doesn't take now it gets later. */
  public void publish(RevocationNotice notice) {
    announcements.send(notice, () -> inTransaction(() -> markPublished(notice)));
  }

  List<RevocationNotice> current() {
    return inTransaction(rows::current);
  }

  void publishAgain() {
    inTransaction(rows::unpublished).forEach(this::publish);
  }

  void purge() {
    inTransaction(rows::purge);
  }

  private Void markPublished(RevocationNotice notice) {
    rows.markPublished(notice);
    return null;
  }

  private <T> T inTransaction(Callable<T> work) {
    return gate.call(() -> QuarkusTransaction.requiringNew().call(work));
  }
}
