package dev.muster.kit.token;

import dev.muster.error.ContractException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code Authorization: Bearer …} becomes the request's identity, with the token's roles. */
@Singleton
class BearerTokens implements HttpAuthenticationMechanism {
  static final String TOKEN = "muster.token";
  private static final String SCHEME = "Bearer ";
  private static final Executor APART = work -> Thread.ofVirtual().name("token").start(work);

  private final TokenVerifier verifier;

  @Inject
  BearerTokens(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext routing, IdentityProviderManager providers) {
    String header = routing.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Uni.createFrom().nullItem();
    }
    return identity(header.substring(SCHEME.length()).trim());
  }

  private Uni<SecurityIdentity> identity(String jwt) {
    Optional<VerifiedToken> known;
    try {
      known = verifier.known(jwt);
    } catch (ContractException e) {
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
    if (known.isPresent()) {
      return Uni.createFrom().item(identity(known.get()));
    }
    // Fetching a key blocks: apart from the event loop, and back to where the request belongs.
    Context home = Vertx.currentContext();
    return Uni.createFrom()
        .item(() -> identity(verifier.verify(jwt)))
        .runSubscriptionOn(APART)
        .onFailure(ContractException.class)
        .transform(AuthenticationFailedException::new)
        .emitOn(home == null ? Runnable::run : work -> home.runOnContext(ignored -> work.run()));
  }

  private static SecurityIdentity identity(VerifiedToken token) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(token.subject()))
            .addAttribute(TOKEN, token);
    token.roles().forEach(role -> identity.addRole(role.wire()));
    return identity.build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext routing) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }
}
