package dev.muster.kit.cookie;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the access token from the cookie when there is no {@code Authorization}. Browsers send
 * cookies with whatever any page makes them send, so what could change something needs the {@link
 * CsrfToken} besides (1003 without).
 */
@Singleton
class CookieTokens implements HttpAuthenticationMechanism {

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext routing, IdentityProviderManager identities) {
    HttpServerRequest request = routing.request();
    Optional<String> token =
        request.headers().contains(HttpHeaders.AUTHORIZATION)
            ? Optional.empty()
            : SessionCookie.of(request);
    if (token.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    if (!CsrfToken.isGood(request, token.get())) {
      return Uni.createFrom()
          .failure(
              new ContractException(
                  ErrorCode.FORBIDDEN, CsrfToken.HEADER + " is missing or not this session's"));
    }
    return identities.authenticate(
        new TokenAuthenticationRequest(new TokenCredential(token.get(), "cookie")));
  }

  /** {@code ErrorAnswers} writes the challenge; a browser with a cookie has none to answer. */
  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext routing) {
    return Uni.createFrom().nullItem();
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext routing) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.COOKIE, SessionCookie.NAME));
  }
}
