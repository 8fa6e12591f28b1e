package dev.muster.kit.internal;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Reads a key set, of which only RSA keys for signatures count. */
final class JsonWebKeys {
  private static final int FEWEST_BITS = 2_048;

  private JsonWebKeys() {}

  static Map<String, PublicKey> parse(String jwks) throws JoseException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
      if (key.getKeyId() != null
          && (key.getUse() == null || key.getUse().equals("sig"))
          && key instanceof PublicJsonWebKey pair
          && pair.getPublicKey() instanceof RSAPublicKey rsa
          && rsa.getModulus().bitLength() >= FEWEST_BITS) {
        keys.put(key.getKeyId(), rsa);
      }
    }
    return Map.copyOf(keys);
  }
}
