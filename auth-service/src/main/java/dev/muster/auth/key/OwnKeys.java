package dev.muster.auth.key;

import dev.muster.kit.token.KeySource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.util.Optional;

/** This service verifies with the keys it holds, not by asking itself over HTTP. */
@ApplicationScoped
class OwnKeys implements KeySource {
  private final KeyRing keys;

  @Inject
  OwnKeys(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public Optional<PublicKey> key(String kid) {
    return keys.find(kid).map(PublishedKey::publicKey);
  }
}
