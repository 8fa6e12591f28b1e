package dev.muster.registry.token;

import dev.muster.kit.secret.SaltedHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret by which one agent proves that it is itself. Printed only where it is asked for. */
public final class AgentToken {
  /** Tells people and secret scanners what a leaked string is: a Muster agent token. */
  static final String PREFIX = "mat_";

  private static final int RANDOM_BYTES = 32;

  private final String value;

  private AgentToken(String value) {
    this.value = value;
  }

  public static AgentToken of(String value) {
    return new AgentToken(value);
  }

  /** A new one of 256 random bits. */
  public static AgentToken random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AgentToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public String reveal() {
    return value;
  }

  public SaltedHash hash() {
    return SaltedHash.of(bytes());
  }

  public boolean matches(SaltedHash stored) {
    return stored.matches(bytes());
  }

  @Override
  public String toString() {
    return "AgentToken[REDACTED]";
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
