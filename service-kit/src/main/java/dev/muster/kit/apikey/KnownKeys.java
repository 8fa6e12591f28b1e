package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.cache.RecentlyUsed;
import dev.muster.kit.token.Revocations;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The keys that were asked for lately, and those that there are not. One is forgotten as soon as it
 * is revoked or something changes about its owner; an answer that was on its way meanwhile is asked
 * for again.
 */
@Singleton
final class KnownKeys {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int TRIES = 3;

  private final ApiKeySource source;
  private final ApiKeyConfig config;
  private final Revocations revocations;
  private final Clock clock;
  private final RecentlyUsed<KnownKey> keys;
  private final Semaphore lookups;
  private final AtomicLong drops = new AtomicLong();

  @Inject
  KnownKeys(ApiKeySource source, ApiKeyConfig config, Revocations revocations, Clock clock) {
    this.source = source;
    this.config = config;
    this.revocations = revocations;
    this.clock = clock;
    this.keys = new RecentlyUsed<>(config.cacheSize());
    this.lookups = new Semaphore(config.lookups());
  }

  @Startup
  void start() {
    revocations.onRevoked(this::revoked);
  }

  /** Never blocks: empty when auth-service has to be asked. */
  Optional<KnownKey> known(AppKey key) {
    revocations.requireKnown();
    return Optional.ofNullable(keys.get(key.text()))
        .filter(entry -> entry.isFresh(clock.instant()));
  }

  /** May block. Throws 5003 when it can't be known now. */
  KnownKey find(AppKey key) {
    Optional<KnownKey> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    enter();
    try {
      // Somebody else may have asked while this one waited.
      return known(key).orElseGet(() -> ask(key));
    } finally {
      lookups.release();
    }
  }

  private KnownKey ask(AppKey key) {
    KnownKey answer = askOnce(key);
    for (int tries = 1; answer.isDropped() && tries < TRIES; tries++) {
      answer = askOnce(key);
    }
    return answer;
  }

  private KnownKey askOnce(AppKey key) {
    long before = drops.get();
    Instant askedAt = clock.instant();
    KnownKey answer =
        source
            .find(key)
            .map(found -> KnownKey.of(found, askedAt, askedAt.plus(config.cachedFor())))
            .orElseGet(() -> KnownKey.none(askedAt.plus(config.unknownFor())));
    keys.put(key.text(), answer);
    // In this order: a revocation sees the answer in the map, or is seen here.
    if (drops.get() != before) {
      answer.drop();
    }
    return answer;
  }

  private void revoked(RevocationNotice notice) {
    switch (notice.kind()) {
      case API_KEY, USER -> {
        drops.incrementAndGet();
        keys.forEach(
            entry -> {
              if (entry.isAbout(notice)) {
                entry.drop();
              }
            });
      }
      case TOKEN, SESSION, AGENT, SIGNING_KEY -> {}
    }
  }

  private void enter() {
    try {
      if (lookups.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "too many keys are being looked up", PATIENCE, null);
  }
}
