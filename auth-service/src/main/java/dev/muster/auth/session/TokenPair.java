package dev.muster.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.auth.token.AccessToken;

/**
 * Answer of H2 and H3.
 *
 * @param expiresIn seconds that the access token is good for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenPair(String accessToken, long expiresIn, String refreshToken) {
  static TokenPair of(AccessToken access, RefreshSecret refresh) {
    return new TokenPair(access.jwt(), access.lifetime().toSeconds(), refresh.text());
  }

  /** The answer when the tokens travel in cookies, out of reach of the page. */
  TokenPair withoutTokens() {
    return new TokenPair(null, expiresIn, null);
  }

  @Override
  public String toString() {
    return "TokenPair[REDACTED]";
  }
}
