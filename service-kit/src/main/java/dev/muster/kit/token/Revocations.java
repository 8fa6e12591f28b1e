package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What is refused although it was signed and hasn't expired. Each entry goes when no token that it
 * is about can be valid any more, which bounds their number. Thread-safe, never blocks.
 */
@Singleton
public class Revocations {
  private static final Logger LOG = Logger.getLogger(Revocations.class);

  private record Subject(RevocationNotice.Kind kind, String id) {}

  private final Map<Subject, RevocationNotice> entries = new ConcurrentHashMap<>();
  private final List<Consumer<RevocationNotice>> listeners = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private volatile boolean known;

  @Inject
  public Revocations(Clock clock) {
    this.clock = clock;
  }

  /**
   * The listener is called once for each new revocation, on the thread that learned of it (possibly
   * an event loop): it must not block.
   */
  public void onRevoked(Consumer<RevocationNotice> listener) {
    listeners.add(listener);
  }

  /** Takes one revocation, however often it comes. */
  public void accept(RevocationNotice notice) {
    if (notice.until() < clock.instant().getEpochSecond()) {
      return;
    }
    Subject subject = new Subject(notice.kind(), notice.id());
    RevocationNotice before = entries.get(subject);
    RevocationNotice now = entries.merge(subject, notice, Revocations::wider);
    if (!now.equals(before)) {
      listeners.forEach(listener -> tell(listener, now));
    }
  }

  /** Takes all that there are, and forgets what has run out. */
  public void acceptAll(List<RevocationNotice> notices) {
    notices.forEach(this::accept);
    long now = clock.instant().getEpochSecond();
    entries.values().removeIf(notice -> notice.until() < now);
    known = true;
  }

  /** Whether all that there were have been read at least once. */
  public boolean isKnown() {
    return known;
  }

  public boolean isRevoked(VerifiedToken token) {
    return covers(RevocationNotice.Kind.TOKEN, token.tokenId(), token)
        || covers(RevocationNotice.Kind.SESSION, token.sessionId(), token)
        || covers(RevocationNotice.Kind.USER, token.subject(), token)
        || covers(RevocationNotice.Kind.SIGNING_KEY, token.signingKeyId(), token)
        || (token.apiKeyId() != null
            && covers(RevocationNotice.Kind.API_KEY, token.apiKeyId().toString(), token));
  }

  /**
   * Throws 5003 before the list has been read once: nobody can say yet that a token is not on it.
   */
  public void requireKnown() {
    if (!known) {
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE, "revocations aren't known yet", Duration.ofSeconds(1), null);
    }
  }

  private boolean covers(RevocationNotice.Kind kind, String id, VerifiedToken token) {
    RevocationNotice notice = id == null ? null : entries.get(new Subject(kind, id));
    return notice != null && token.issuedAt().getEpochSecond() <= notice.issuedBefore();
  }

  private static RevocationNotice wider(RevocationNotice one, RevocationNotice other) {
    return new RevocationNotice(
        one.kind(),
        one.id(),
        Math.max(one.issuedBefore(), other.issuedBefore()),
        Math.max(one.until(), other.until()));
  }

  private static void tell(Consumer<RevocationNotice> listener, RevocationNotice notice) {
    try {
      listener.accept(notice);
    } catch (RuntimeException e) {
      LOG.error("a listener for revocations failed", e);
    }
  }
}
