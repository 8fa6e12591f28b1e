package dev.muster.kit.internal;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.token.KeySource;
import dev.muster.kit.token.TokenConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jose4j.lang.JoseException;

/**
 * The keys that auth-service publishes. Known ones are kept while it is away; an unknown id makes
 * them be read again, but not more often than configured, whoever asks.
 */
@Singleton
@DefaultBean
class RemoteKeys implements KeySource {
  private static final Logger LOG = Logger.getLogger(RemoteKeys.class);

  private final ReentrantLock fetching = new ReentrantLock();
  private final Supplier<String> jwks;
  private final TokenConfig config;
  private final Clock clock;
  private volatile Map<String, PublicKey> keys;
  private volatile Instant readAt = Instant.EPOCH;
  private volatile Instant triedAt = Instant.EPOCH;
  private volatile boolean lastTryFailed;

  @Inject
  RemoteKeys(Wire wire, PeerAddresses addresses, TokenConfig config, Clock clock) {
    this(() -> read(wire, addresses), config, clock);
  }

  RemoteKeys(Supplier<String> jwks, TokenConfig config, Clock clock) {
    this.jwks = jwks;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Optional<PublicKey> key(String kid) {
    Map<String, PublicKey> known = keys;
    if (known != null && known.containsKey(kid)) {
      if (isDue(readAt, config.keysRefresh()) && isDue(triedAt, config.keysRefetch())) {
        Thread.ofVirtual().name("keys").start(this::refresh);
      }
      return Optional.of(known.get(kid));
    }
    refresh();
    Map<String, PublicKey> now = keys;
    if (now != null && now.containsKey(kid)) {
      return Optional.of(now.get(kid));
    }
    if (now == null || lastTryFailed) {
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE, "verification keys can't be read", config.keysRefetch(), null);
    }
    return Optional.empty();
  }

  private void refresh() {
    fetching.lock();
    try {
      if (!isDue(triedAt, config.keysRefetch())) {
        return;
      }
      triedAt = clock.instant();
      keys = JsonWebKeys.parse(jwks.get());
      readAt = triedAt;
      lastTryFailed = false;
    } catch (ContractException | JoseException e) {
      lastTryFailed = true;
      LOG.warnf("verification keys can't be read: %s", e.getMessage());
    } finally {
      fetching.unlock();
    }
  }

  private boolean isDue(Instant last, Duration every) {
    return !clock.instant().isBefore(last.plus(every));
  }

  private static String read(Wire wire, PeerAddresses addresses) {
    HttpResponse<byte[]> answer =
        wire.send(wire.request(addresses.of(Peer.AUTH, "/.well-known/jwks.json")).GET().build());
    if (answer.statusCode() != 200) {
      throw new ContractException(ErrorCode.BAD_GATEWAY, "JWKS: answer " + answer.statusCode());
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
