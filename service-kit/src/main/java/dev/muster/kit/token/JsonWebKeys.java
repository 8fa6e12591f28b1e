package dev.muster.kit.token;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Reads a key set, of which only keys for signatures count: RSA, or of the curve P-256. */
final class JsonWebKeys {
  private static final int FEWEST_BITS = 2_048;
  private static final String P_256 = "P-256";

  private JsonWebKeys() {}

  static Map<String, PublicKey> parse(String jwks) throws JoseException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
      if (key.getKeyId() != null
          && (key.getUse() == null || key.getUse().equals("sig"))
          && key instanceof PublicJsonWebKey pair
          && isStrong(pair)) {
        keys.put(key.getKeyId(), pair.getPublicKey());
      }
    }
    return Map.copyOf(keys);
  }

  private static boolean isStrong(PublicJsonWebKey key) {
    return switch (key.getPublicKey()) {
      case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= FEWEST_BITS;
      case ECPublicKey unused ->
          key instanceof EllipticCurveJsonWebKey ec && ec.getCurveName().equals(P_256);
      default -> false;
    };
  }
}
