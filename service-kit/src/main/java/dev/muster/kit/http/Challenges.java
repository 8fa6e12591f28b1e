package dev.muster.kit.http;

import io.quarkus.security.AuthenticationFailedException;

/** What {@code WWW-Authenticate} says (RFC 6750 §3). */
final class Challenges {
  private Challenges() {}

  static String of(Throwable thrown) {
    return thrown instanceof AuthenticationFailedException
        ? "Bearer error=\"invalid_token\""
        : "Bearer";
  }
}
