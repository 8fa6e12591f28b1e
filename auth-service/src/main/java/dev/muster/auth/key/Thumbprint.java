package dev.muster.auth.key;

import dev.muster.kit.secret.Sha256;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** The name of a key, made from the key itself (RFC 7638), and the numbers of its JWK. */
final class Thumbprint {
  private Thumbprint() {}

  static String of(RSAPublicKey key) {
    // The members and their order are the RFC's; not a space more.
    String canonical =
        "{\"e\":\"" + exponent(key) + "\",\"kty\":\"RSA\",\"n\":\"" + modulus(key) + "\"}";
    return base64(Sha256.of(canonical));
  }

  static String modulus(RSAPublicKey key) {
    return base64(unsigned(key.getModulus()));
  }

  static String exponent(RSAPublicKey key) {
    return base64(unsigned(key.getPublicExponent()));
  }

  /** Big-endian without the sign byte (RFC 7518 §2, Base64urlUInt). */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
