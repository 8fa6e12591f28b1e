package dev.muster.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.auth.session.TokenPair;
import dev.muster.auth.token.AccessToken;

/** RFC 6749 §5.1; {@code expiresIn} in seconds, no refresh token for a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenAnswer(String accessToken, String tokenType, long expiresIn, String refreshToken) {
  private static final String BEARER = "Bearer";

  static TokenAnswer of(AccessToken token) {
    return new TokenAnswer(token.jwt(), BEARER, token.lifetime().toSeconds(), null);
  }

  static TokenAnswer of(TokenPair pair) {
    return new TokenAnswer(pair.accessToken(), BEARER, pair.expiresIn(), pair.refreshToken());
  }

  @Override
  public String toString() {
    return "TokenAnswer[REDACTED]";
  }
}
