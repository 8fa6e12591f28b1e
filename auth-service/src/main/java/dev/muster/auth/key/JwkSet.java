package dev.muster.auth.key;

import java.util.List;

/** RFC 7517 §5. */
record JwkSet(List<Jwk> keys) {
  static JwkSet of(List<PublishedKey> published) {
    return new JwkSet(published.stream().map(Jwk::of).toList());
  }

  /** A public RSA key for verifying RS256 signatures; {@code n} and {@code e} are Base64url. */
  record Jwk(String kty, String use, String alg, String kid, String n, String e) {
    static Jwk of(PublishedKey key) {
      return new Jwk(
          "RSA",
          "sig",
          "RS256",
          key.kid(),
          Thumbprint.modulus(key.publicKey()),
          Thumbprint.exponent(key.publicKey()));
    }
  }
}
