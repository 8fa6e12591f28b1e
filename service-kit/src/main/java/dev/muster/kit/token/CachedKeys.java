package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jose4j.lang.JoseException;

/**
 * The keys that an issuer publishes. Known ones are kept while it is away; an unknown id makes them
 * be read again at once, unless that was in vain just now, whoever asked.
 */
public final class CachedKeys implements KeySource {
  private static final Logger LOG = Logger.getLogger(CachedKeys.class);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final ReentrantLock fetching = new ReentrantLock();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final Supplier<String> jwks;
  private final TokenConfig config;
  private final Clock clock;
  private volatile Map<String, PublicKey> keys;
  private volatile Instant readAt = Instant.EPOCH;
  private volatile Instant notBefore = Instant.EPOCH;
  private volatile boolean lastTryFailed;

  /**
   * @param jwks reads the issuer's JSON Web Key Set; throws {@link ContractException} when that
   *     can't be read now
   */
  public CachedKeys(Supplier<String> jwks, TokenConfig config, Clock clock) {
    this.jwks = jwks;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Optional<PublicKey> key(String kid) {
    Map<String, PublicKey> known = keys;
    if (known != null && known.containsKey(kid)) {
      if (isPast(readAt.plus(config.keysRefresh())) && isPast(notBefore)) {
        refreshApart();
      }
      return Optional.of(known.get(kid));
    }
    readFor(kid);
    Map<String, PublicKey> now = keys;
    if (now != null && now.containsKey(kid)) {
      return Optional.of(now.get(kid));
    }
    if (now == null || lastTryFailed) {
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE, "verification keys can't be read", AFTER_FAILURE, null);
    }
    return Optional.empty();
  }

  private void readFor(String kid) {
    fetching.lock();
    try {
      boolean foundMeanwhile = keys != null && keys.containsKey(kid);
      if (!foundMeanwhile && isPast(notBefore)) {
        read();
        if (!lastTryFailed && !keys.containsKey(kid)) {
          notBefore = clock.instant().plus(config.keysRefetch());
        }
      }
    } finally {
      fetching.unlock();
    }
  }

  private void refreshApart() {
    if (refreshing.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("keys")
          .start(
              () -> {
                fetching.lock();
                try {
                  read();
                } finally {
                  fetching.unlock();
                  refreshing.set(false);
                }
              });
    }
  }

  private void read() {
    try {
      keys = JsonWebKeys.parse(jwks.get());
      readAt = clock.instant();
      lastTryFailed = false;
    } catch (ContractException | JoseException e) {
      lastTryFailed = true;
      notBefore = clock.instant().plus(AFTER_FAILURE);
      LOG.warnf("verification keys can't be read: %s", e.getMessage());
    }
  }

  private boolean isPast(Instant time) {
    return !clock.instant().isBefore(time);
  }
}
