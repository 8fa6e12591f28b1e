package dev.muster.auth.session;

import dev.muster.kit.secret.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A refresh token as its holder sees it: 256 random bits in Base64url. Such a value can't be
 * guessed, so its bare SHA-256 is enough to store; a slow hash protects what people make up.
 */
record RefreshSecret(String text) {
  private static final int BYTES = 32;

  static RefreshSecret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RefreshSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "RefreshSecret[REDACTED]";
  }
}
