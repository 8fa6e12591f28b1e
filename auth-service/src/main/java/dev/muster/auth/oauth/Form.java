package dev.muster.auth.oauth;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;

/**
 * The body of a token request: no parameter more than once, an empty one is none (RFC 6749 §3.2).
 */
record Form(MultivaluedMap<String, String> values) {
  private static final int MAX = 1024;

  String required(String name) {
    return optional(name).orElseThrow(() -> OAuthException.invalidRequest(name + " is missing"));
  }

  Optional<String> optional(String name) {
    List<String> given = values == null ? null : values.get(name);
    if (given == null || given.isEmpty()) {
      return Optional.empty();
    }
    if (given.size() > 1) {
      throw OAuthException.invalidRequest(name + " is given more than once");
    }
    if (given.getFirst().length() > MAX) {
      throw OAuthException.invalidRequest(name + " is too long");
    }
    return Optional.of(given.getFirst()).filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "Form[REDACTED]";
  }
}
