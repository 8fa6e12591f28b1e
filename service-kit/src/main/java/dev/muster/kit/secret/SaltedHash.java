package dev.muster.kit.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * What is kept of a secret: SHA-256 over a random salt and the bytes. Fit for secrets that can't be
 * guessed, such as tokens of 128 bits and more; passwords need a slow hash.
 *
 * @param salt 16 bytes
 * @param hash 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals, only by matches
public record SaltedHash(byte[] salt, byte[] hash) {
  private static final int SALT_BYTES = 16;

  /** With a new salt. */
  public static SaltedHash of(byte[] secret) {
    byte[] salt = new byte[SALT_BYTES];
    // Made per call: a generator in a static field would be seeded while a native image is built.
    new SecureRandom().nextBytes(salt);
    return new SaltedHash(salt, Sha256.of(salt, secret));
  }

  /** Takes the same time wherever the first difference is. */
  public boolean matches(byte[] candidate) {
    return MessageDigest.isEqual(hash, Sha256.of(salt, candidate));
  }

  @Override
  public String toString() {
    return "SaltedHash[REDACTED]";
  }
}
