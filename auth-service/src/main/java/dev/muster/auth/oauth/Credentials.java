package dev.muster.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;

/** A client's id and secret, by HTTP Basic or in the form, never by both (RFC 6749 §2.3.1). */
record Credentials(String id, String secret) {
  private static final String BASIC = "Basic ";

  static Credentials of(String authorization, Form form) {
    Optional<String> formId = form.optional("client_id");
    Optional<String> formSecret = form.optional("client_secret");
    if (authorization == null) {
      return new Credentials(
          formId.orElseThrow(OAuthException::unknownClient),
          formSecret.orElseThrow(OAuthException::unknownClient));
    }
    if (formSecret.isPresent()) {
      throw OAuthException.invalidRequest("the client authenticates in two ways");
    }
    Credentials basic = basic(authorization);
    if (formId.isPresent() && !formId.get().equals(basic.id())) {
      throw OAuthException.invalidRequest("client_id names another client");
    }
    return basic;
  }

  private static Credentials basic(String authorization) {
    if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      throw OAuthException.unknownClient();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String pair = new String(bytes, UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw OAuthException.unknownClient();
      }
      return new Credentials(
          URLDecoder.decode(pair.substring(0, colon), UTF_8),
          URLDecoder.decode(pair.substring(colon + 1), UTF_8));
    } catch (IllegalArgumentException malformed) {
      throw OAuthException.unknownClient();
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + id + "]";
  }
}
