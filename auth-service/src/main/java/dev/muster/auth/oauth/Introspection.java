package dev.muster.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.auth.session.RefreshHolder;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.VerifiedToken;
import java.util.List;

/**
 * RFC 7662 §2.2. Of a token that is not active nothing else is told.
 *
 * @param tokenType {@code Bearer} for an access token, left out for a refresh token
 * @param clientId the service that the token was given to, left out for a user's
 * @param exp epoch seconds, as {@code iat}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Introspection(
    boolean active,
    String tokenType,
    String sub,
    String clientId,
    String iss,
    String aud,
    Long exp,
    Long iat,
    String jti,
    String sid,
    List<String> roles) {
  static Introspection inactive() {
    return new Introspection(false, null, null, null, null, null, null, null, null, null, null);
  }

  static Introspection of(VerifiedToken token, TokenConfig names) {
    return new Introspection(
        true,
        "Bearer",
        token.subject(),
        token.has(Role.SERVICE) ? token.subject() : null,
        names.issuer(),
        names.audience(),
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
        names.issuer(),
        null,
        holder.expiresAt().getEpochSecond(),
        null,
        null,
        holder.session().toString(),
        null);
  }
}
