package dev.muster.auth.oauth;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;

/**
 * The body of a token request: no parameter more than once, an empty one is none (RFC 6749 §3.2).
 */
record Form(MultivaluedMap<String, String> values) {
  private static final int MAX = 1024;

  /** As long as a token may be that is looked at elsewhere. */
  private static final int LONGEST_TOKEN = 8_192;

  String required(String name) {
    return optional(name).orElseThrow(() -> OAuthException.invalidRequest(name + " is missing"));
  }

  String token() {
    return optional("token", LONGEST_TOKEN)
        .orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
  }

  Optional<String> optional(String name) {
    return optional(name, MAX);
  }

  private Optional<String> optional(String name, int max) {
    List<String> given = values == null ? null : values.get(name);
    if (given == null || given.isEmpty()) {
      return Optional.empty();
    }
    if (given.size() > 1) {
      throw OAuthException.invalidRequest(name + " is given more than once");
    }
    if (given.getFirst().length() > max) {
      throw OAuthException.invalidRequest(name + " is too long");
    }
    return Optional.of(given.getFirst()).filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "Form[REDACTED]";
  }
}
