package dev.muster.auth.revocation;

import dev.muster.auth.token.TokenLifetimes;
import dev.muster.error.ContractException;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.token.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What is refused before its time. A revocation counts from its commit on; the notice makes the
 * others hear of it at once, and is repeated until Redis has taken it.
 */
@ApplicationScoped
public class Denylist {
  private static final Logger LOG = Logger.getLogger(Denylist.class);

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

  /**
   * This and the other {@code record} methods work within the caller's transaction, after whose
   * commit the notice is to be published.
   */
  public RevocationNotice recordSession(UUID session) {
    return recordForGood(RevocationNotice.Kind.SESSION, session.toString(), longest);
  }

  /** Access tokens of the user that were issued at that time or before. */
  public RevocationNotice recordUser(UUID user, Instant issuedBefore) {
    long seconds = issuedBefore.getEpochSecond();
    return recorded(
        new RevocationNotice(
            RevocationNotice.Kind.USER,
            user.toString(),
            seconds,
            seconds + longest.toSeconds() + 1));
  }

  /** A user that is no more. */
  public RevocationNotice recordUser(UUID user) {
    return recordForGood(RevocationNotice.Kind.USER, user.toString(), longest);
  }

  /** An API key that was deleted, with the tokens that were made for it. */
  public RevocationNotice recordApiKey(UUID key) {
    return recordForGood(RevocationNotice.Kind.API_KEY, key.toString(), longest);
  }

  /** One access token, until it would have expired. */
  public RevocationNotice recordToken(VerifiedToken token) {
    long until = token.expiresAt().plus(SKEW).getEpochSecond();
    return recorded(
        new RevocationNotice(RevocationNotice.Kind.TOKEN, token.tokenId(), until, until));
  }

  /**
   * A signing key, by its {@code kid}, for a day: its thief can make tokens of any time, so it is
   * refused until every verifier has long read that it is no longer published.
   */
  public RevocationNotice recordKey(String kid) {
    return recordForGood(RevocationNotice.Kind.SIGNING_KEY, kid, Duration.ofDays(1));
  }

  /** What never comes back: whatever is signed for it later is refused as well. */
  private RevocationNotice recordForGood(RevocationNotice.Kind kind, String id, Duration kept) {
    long until = Instant.now().plus(kept).getEpochSecond() + 1;
    return recorded(new RevocationNotice(kind, id, until, until));
  }

  private RevocationNotice recorded(RevocationNotice notice) {
    rows.insert(notice);
    return notice;
  }

  /** Does not wait, and does not fail: what Redis doesn't take now it gets later. */
  public void publish(RevocationNotice notice) {
    send(notice, Logger.Level.WARN);
  }

  List<RevocationNotice> current() {
    return gate.inTransaction(rows::current);
  }

  void publishAgain() {
    gate.inTransaction(rows::unpublished).forEach(notice -> send(notice, Logger.Level.DEBUG));
  }

  void purge() {
    gate.inTransaction(rows::purge);
  }

  private void send(RevocationNotice notice, Logger.Level complaint) {
    announcements
        .send(notice)
        .whenComplete(
            (taken, failure) -> {
              if (failure == null) {
                Thread.ofVirtual().name("revocation").start(() -> markPublished(notice));
              } else {
                LOG.logf(complaint, "a revocation waits for Redis: %s", failure.getMessage());
              }
            });
  }

  /** Should it fail, the notice is published twice, which does no harm. */
  private void markPublished(RevocationNotice notice) {
    try {
      gate.inTransaction(
          () -> {
            rows.markPublished(notice);
            return null;
          });
    } catch (ContractException e) {
      LOG.debugf("not marked as published: %s", e.getMessage());
    }
  }
}
