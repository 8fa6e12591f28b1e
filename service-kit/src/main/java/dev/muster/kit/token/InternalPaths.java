package dev.muster.kit.token;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Only services talk under {@code /internal}, whatever a resource there says. */
class InternalPaths {
  @Inject CurrentIdentityAssociation identity;

  @ServerRequestFilter
  Uni<Response> admit(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (!path.startsWith("/internal/") && !path.startsWith("internal/")) {
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
