package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Takes an API key from the request, before smallrye-jwt's mechanism looks for a bearer token in
 * those that carry none.
 */
@Singleton
class KeyMechanism implements HttpAuthenticationMechanism {
  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext routing, IdentityProviderManager identities) {
    Optional<Presented> presented;
    try {
      presented = Presented.in(routing.request().headers());
    } catch (ContractException e) {
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
    if (presented.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    return identities.authenticate(
        HttpSecurityUtils.setRoutingContextAttribute(
            new KeyRequest(presented.get(), routing), routing));
  }

  /** None of its own: it is for smallrye-jwt to say that a token is missing. */
  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext routing) {
    return Uni.createFrom().nullItem();
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(KeyRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext routing) {
    return Uni.createFrom()
        .item(
            new HttpCredentialTransport(
                HttpCredentialTransport.Type.OTHER_HEADER, Presented.APP_KEY));
  }

  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1_000;
  }
}
