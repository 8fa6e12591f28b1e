package dev.muster.auth.key;

import java.util.Base64;
import java.util.Optional;

/** Secrets sealed under keys that a test names by a number. */
public final class TestSecrets {
  private TestSecrets() {}

  public static SealedSecrets under(int current) {
    return new SealedSecrets(KeyEncryption.of(key(current), Optional.empty()));
  }

  public static SealedSecrets under(int current, int previous) {
    return new SealedSecrets(KeyEncryption.of(key(current), key(previous)));
  }

  private static Optional<String> key(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return Optional.of(Base64.getEncoder().encodeToString(key));
  }
}
