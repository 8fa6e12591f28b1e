package dev.muster.kit.token;

import dev.muster.error.ContractException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers smallrye-jwt's mechanism, which took the token from the request, in place of that
 * extension's own provider: the token becomes the request's identity, with the token's roles.
 */
@Singleton
class BearerTokens implements IdentityProvider<TokenAuthenticationRequest> {
  static final String TOKEN = "muster.token";
  private static final Executor APART = work -> Thread.ofVirtual().name("token").start(work);

  private final TokenVerifier verifier;

  @Inject
  BearerTokens(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    String jwt = request.getToken().getToken();
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
}
