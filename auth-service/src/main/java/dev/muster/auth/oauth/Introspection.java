package dev.muster.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.auth.session.RefreshHolder;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.VerifiedToken;
import java.util.List;

/**
 * RFC 7662 §2.2. Of a token that is not active nothing else is told.
 *
 * @param tokenType {@code Bearer} for an access token, left out for a refresh token
 * @param clientId the service or the API key that the token was given to, left out for a user's
 * @param scope of a token for an API key, else left out
 * @param aud left out of a remote issuer's token, which is meant for what its settings say
 * @param exp epoch seconds, as {@code iat}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Introspection(
    boolean active,
    String tokenType,
    String sub,
    String clientId,
    String scope,
    String iss,
    String aud,
    Long exp,
    Long iat,
    String jti,
    String sid,
    List<String> roles) {
  static Introspection inactive() {
    return new Introspection(
        false, null, null, null, null, null, null, null, null, null, null, null);
  }

  static Introspection of(VerifiedToken token, TokenConfig names) {
    return new Introspection(
        true,
        "Bearer",
        token.subject(),
        clientOf(token),
        token.scopes() == null ? null : Scope.claim(token.scopes()),
        token.isForeign() ? token.issuer() : names.issuer(),
        token.isForeign() ? null : names.audience(),
        token.expiresAt().getEpochSecond(),
        token.issuedAt().getEpochSecond(),
        token.tokenId(),
        token.sessionId(),
        token.roles().stream().map(Role::wire).sorted().toList());
  }

  static Introspection of(RefreshHolder holder, TokenConfig names) {
    return new Introspection(
        true,
        null,
        holder.account().toString(),
        null,
        null,
        names.issuer(),
        null,
        holder.expiresAt().getEpochSecond(),
        null,
        null,
        holder.session().toString(),
        null);
  }

  private static String clientOf(VerifiedToken token) {
    if (token.apiKeyId() != null) {
      return new AppKey(token.apiKeyId()).text();
    }
    return token.has(Role.SERVICE) ? token.subject() : null;
  }
}
