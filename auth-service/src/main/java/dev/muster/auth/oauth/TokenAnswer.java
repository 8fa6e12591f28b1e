package dev.muster.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.auth.session.TokenPair;
import dev.muster.auth.token.AccessToken;
import dev.muster.kit.scope.Scope;
import java.util.Set;

/**
 * RFC 6749 §5.1; {@code expiresIn} in seconds, no refresh token for a service or an API key, {@code
 * scope} for an API key.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenAnswer(
    String accessToken, String tokenType, long expiresIn, String refreshToken, String scope) {
  private static final String BEARER = "Bearer";

  static TokenAnswer of(AccessToken token) {
    return new TokenAnswer(token.jwt(), BEARER, token.lifetime().toSeconds(), null, null);
  }

  static TokenAnswer of(AccessToken token, Set<Scope> scopes) {
    return new TokenAnswer(
        token.jwt(), BEARER, token.lifetime().toSeconds(), null, Scope.claim(scopes));
  }

  static TokenAnswer of(TokenPair pair) {
    return new TokenAnswer(pair.accessToken(), BEARER, pair.expiresIn(), pair.refreshToken(), null);
  }

  @Override
  public String toString() {
    return "TokenAnswer[REDACTED]";
  }
}
