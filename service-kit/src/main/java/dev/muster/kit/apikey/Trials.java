package dev.muster.kit.apikey;

import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Decision;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.proxy.ProxyChain;
import dev.muster.kit.token.TokenVerifier;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Bounds the tries of keys, secrets and signatures by address. Only who is wrong pays; and a key
 * that is known here, shown rightly, passes whatever others did at the same address.
 */
@Singleton
class Trials {
  private final KnownKeys keys;
  private final Buckets buckets;
  private final ProxyChain proxies;

  @Inject
  Trials(KnownKeys keys, Buckets buckets, ProxyChain proxies) {
    this.keys = keys;
    this.buckets = buckets;
    this.proxies = proxies;
  }

  /** Never blocks: empty when it has to be tried. */
  Optional<KnownKey> known(AppKey key, Predicate<KnownKey> isRight) {
    return keys.known(key).filter(isRight);
  }

  /** Throws 4291 while too much was wrong from this address. Never blocks. */
  void enter(HttpServerRequest request) {
    Optional<Decision> refused = buckets.refusal(Limit.KEY_REFUSED, network(request));
    if (refused.isPresent()) {
      throw refused.get().refusal();
    }
  }

  /** Blocks. Throws 1002 for what is wrong, and 4291 once that is too much. */
  KnownKey find(AppKey key, Predicate<KnownKey> isRight, HttpServerRequest request) {
    KnownKey found = keys.find(key);
    if (isRight.test(found)) {
      return found;
    }
    Decision decision = buckets.spend(Limit.KEY_REFUSED, network(request));
    throw decision.allowed() ? TokenVerifier.refused() : decision.refusal();
  }

  private String network(HttpServerRequest request) {
    return proxies.client(request).network();
  }
}
