package dev.muster.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "RefreshSecret[REDACTED]";
  }
}
