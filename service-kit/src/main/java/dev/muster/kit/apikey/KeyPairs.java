package dev.muster.kit.apikey;

import dev.muster.kit.thread.Apart;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Checks a key and its secret, and notes the use. */
@Singleton
class KeyPairs {
  private final Trials trials;
  private final KeyUses uses;
  private final Clock clock;

  @Inject
  KeyPairs(Trials trials, KeyUses uses, Clock clock) {
    this.trials = trials;
    this.uses = uses;
    this.clock = clock;
  }

  /** Throws, or fails with, 1002, 4291 or 5003. */
  Uni<KnownKey> check(Presented.Pair pair, HttpServerRequest sent) {
    Predicate<KnownKey> isRight = key -> key.hasSecret(pair.secret());
    Optional<KnownKey> known = trials.known(pair.key(), isRight);
    if (known.isPresent()) {
      return Uni.createFrom().item(noted(known.get()));
    }
    trials.enter(sent);
    return Apart.call(() -> noted(trials.find(pair.key(), isRight, sent)));
  }

  /** Throws 1002 when the key has expired meanwhile. */
  KnownKey noted(KnownKey key) {
    ApiKey used = key.key(clock);
    if (key.isFirstUse()) {
      uses.note(used.id());
    }
    return key;
  }
}
