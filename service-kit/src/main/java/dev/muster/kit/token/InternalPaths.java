package dev.muster.kit.token;

import dev.muster.kit.http.PathPrefix;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Only services talk under {@code /internal}, whatever a resource there says. */
class InternalPaths {
  private static final PathPrefix INTERNAL = PathPrefix.of("/internal");

  @Inject CurrentIdentityAssociation identity;
  @Inject CurrentVertxRequest current;

  @ServerRequestFilter
  Uni<Response> admit() {
    if (PathPrefix.readings(current.getCurrent()).stream().noneMatch(INTERNAL::covers)) {
      return null;
    }
    return identity.getDeferredIdentity().map(InternalPaths::check);
  }

  /** Null lets the request pass. */
  private static Response check(SecurityIdentity identity) {
    if (identity.isAnonymous()) {
      throw new UnauthorizedException();
    }
    if (!identity.hasRole(Role.SERVICE_ROLE)) {
      throw new ForbiddenException();
    }
    return null;
  }
}
