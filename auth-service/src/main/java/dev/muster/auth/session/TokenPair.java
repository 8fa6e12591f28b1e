package dev.muster.auth.session;

import dev.muster.auth.token.AccessToken;

/**
 * Answer of H2 and H3.
 *
 * @param expiresIn seconds that the access token is good for
 */
public record TokenPair(String accessToken, long expiresIn, String refreshToken) {
  static TokenPair of(AccessToken access, RefreshSecret refresh) {
    return new TokenPair(access.jwt(), access.lifetime().toSeconds(), refresh.text());
  }

  @Override
  public String toString() {
    return "TokenPair[REDACTED]";
  }
}
