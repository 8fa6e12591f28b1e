package dev.muster.kit.token;

import java.security.PublicKey;
import java.util.Optional;

/**
 * Where the verification keys come from: auth-service's JWKS unless a service has its own bean. May
 * block while it fetches; called concurrently.
 */
public interface KeySource {

  /**
   * Empty when no such key exists. Throws {@link dev.muster.error.ContractException} 5003 when that
   * can't be known now.
   */
  Optional<PublicKey> key(String kid);
}
