package dev.muster.auth.key;

import java.security.PrivateKey;

/** The key that signs now, and the name it is published under. */
public record SigningKey(String kid, PrivateKey privateKey) {
  @Override
  public String toString() {
    return "SigningKey[" + kid + "]";
  }
}
