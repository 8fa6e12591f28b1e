package dev.muster.kit.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.spec.SecretKeySpec;

/** The answer to one question for a key, which may be that there is none. */
final class KnownKey {
  // What a secret is compared with where there is no key, so that it takes the same time.
  private static final byte[] NO_SECRET = new byte[47];
  private static final Instant NEVER = Instant.ofEpochSecond(253_402_300_799L);

  private final ApiKey key;
  private final VerifiedToken caller;
  private final byte[] secret;
  private final Instant until;
  private final AtomicBoolean used = new AtomicBoolean();
  private volatile boolean dropped;

  private KnownKey(ApiKey key, VerifiedToken caller, byte[] secret, Instant until) {
    this.key = key;
    this.caller = caller;
    this.secret = secret;
    this.until = until;
  }

  static KnownKey none(Instant until) {
    return new KnownKey(null, null, NO_SECRET, until);
  }

  static KnownKey of(ApiKey key, Instant askedAt, Instant until) {
    VerifiedToken caller =
        new VerifiedToken(
            key.ownerId().toString(),
            key.roles(),
            null,
            null,
            askedAt,
            key.expiresAt() == null ? NEVER : key.expiresAt(),
            null,
            null,
            null,
            key.id(),
            key.scopes());
    return new KnownKey(key, caller, key.secret().reveal().getBytes(UTF_8), until);
  }

  boolean isFresh(Instant now) {
    return !dropped && now.isBefore(until);
  }

  boolean isAbout(RevocationNotice notice) {
    return key != null
        && switch (notice.kind()) {
          case API_KEY -> key.id().toString().equals(notice.id());
          case USER -> key.ownerId().toString().equals(notice.id());
          case TOKEN, SESSION, AGENT, SIGNING_KEY -> false;
        };
  }

  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  /** True once: whoever comes later needn't tell anybody any more. */
  boolean isFirstUse() {
    return !used.get() && used.compareAndSet(false, true);
  }

  /** In the same time whether or not there is such a key. */
  boolean hasSecret(String given) {
    boolean same = MessageDigest.isEqual(secret, given.getBytes(UTF_8));
    return same && exists();
  }

  boolean exists() {
    return key != null;
  }

  SecretKeySpec signingKey() {
    return new SecretKeySpec(secret, "HmacSHA256");
  }

  /** Throws 1002 when there is no such key, or it has expired since it was asked for. */
  ApiKey key(Clock clock) {
    if (key == null || !key.isCurrent(clock.instant())) {
      throw TokenVerifier.refused();
    }
    return key;
  }

  VerifiedToken caller() {
    return caller;
  }
}
