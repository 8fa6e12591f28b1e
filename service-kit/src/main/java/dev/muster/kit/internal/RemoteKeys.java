package dev.muster.kit.internal;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.token.CachedKeys;
import dev.muster.kit.token.KeySource;
import dev.muster.kit.token.TokenConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;

/** The keys that auth-service publishes. */
@Singleton
@DefaultBean
class RemoteKeys implements KeySource {
  private final CachedKeys keys;

  @Inject
  RemoteKeys(Wire wire, PeerAddresses addresses, TokenConfig config, Clock clock) {
    keys = new CachedKeys(() -> read(wire, addresses), config, clock);
  }

  @Override
  public Optional<PublicKey> key(String kid) {
    return keys.key(kid);
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
