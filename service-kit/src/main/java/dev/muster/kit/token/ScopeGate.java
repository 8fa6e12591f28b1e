package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
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
  private static final String REFUSED = "muster.refused";

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
    RoutingContext routing = HttpSecurityUtils.getRoutingContextAttribute(attributes);
    Scope needed = needed(routing);
    if (token.get().allows(needed)) {
      return Uni.createFrom().item(identity);
    }
    if (routing != null) {
      routing.put(REFUSED, token.get());
    }
    return Uni.createFrom().failure(new AuthenticationFailedException(missing(needed)));
  }

  /** Who was turned away here: nobody for the resource, and yet known to the audit log. */
  static Optional<VerifiedToken> refused(RoutingContext routing) {
    return routing == null ? Optional.empty() : Optional.ofNullable(routing.get(REFUSED));
  }

  private static Scope needed(RoutingContext routing) {
    return routing == null ? Scope.ADMIN : ScopeTable.needed(routing);
  }

  private static ContractException missing(Scope needed) {
    return new ContractException(ErrorCode.FORBIDDEN, "the scope " + needed.wire() + " is missing");
  }
}
