package dev.muster.kit.token;

import dev.muster.kit.scope.Scope;
import dev.muster.kit.scope.ScopeTable;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/**
 * Whoever came with scopes that don't cover the request is nobody for it, so that no resource can
 * forget to ask.
 */
@Singleton
class ScopeGate implements SecurityIdentityAugmentor {

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    return augment(identity, context, Map.of());
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity,
      AuthenticationRequestContext context,
      Map<String, Object> attributes) {
    Optional<VerifiedToken> token = CallerIdentity.token(identity);
    if (token.isEmpty() || token.get().scopes() == null) {
      return Uni.createFrom().item(identity);
    }
    Scope needed = needed(HttpSecurityUtils.getRoutingContextAttribute(attributes));
    return token.get().allows(needed)
        ? Uni.createFrom().item(identity)
        : Uni.createFrom()
            .failure(
                new AuthenticationFailedException(new ScopeMissingException(token.get(), needed)));
  }

  private static Scope needed(RoutingContext routing) {
    return routing == null ? Scope.ADMIN : ScopeTable.needed(routing);
  }
}
