package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.kit.thread.Apart;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Answers smallrye-jwt's mechanism, which took the token from the request, in place of that
 * extension's own provider: the token becomes the request's identity, with the token's roles.
 */
@Singleton
class BearerTokens implements IdentityProvider<TokenAuthenticationRequest> {
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
      return Uni.createFrom().item(CallerIdentity.of(known.get()));
    }
    // Fetching a key blocks.
    return Apart.call(() -> CallerIdentity.of(verifier.verify(jwt)))
        .onFailure(ContractException.class)
        .transform(AuthenticationFailedException::new);
  }
}
