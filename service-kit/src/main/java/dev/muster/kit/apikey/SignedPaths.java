package dev.muster.kit.apikey;

import dev.muster.kit.http.PathPrefix;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets only signed requests through where signatures are required, whatever a resource says. */
class SignedPaths {
  private final List<PathPrefix> paths;
  private final CurrentIdentityAssociation identity;
  private final CurrentVertxRequest current;

  @Inject
  SignedPaths(
      SignatureConfig config, CurrentIdentityAssociation identity, CurrentVertxRequest current) {
    this.paths =
        config.required() ? config.requiredOn().stream().map(PathPrefix::of).toList() : List.of();
    this.identity = identity;
    this.current = current;
  }

  @ServerRequestFilter
  Uni<Response> admit() {
    if (paths.isEmpty() || !isCovered()) {
      return null;
    }
    return identity.getDeferredIdentity().map(SignedPaths::check);
  }

  private boolean isCovered() {
    return PathPrefix.readings(current.getCurrent()).stream()
        .anyMatch(path -> paths.stream().anyMatch(prefix -> prefix.covers(path)));
  }

  /** Null lets the request pass. */
  private static Response check(SecurityIdentity identity) {
    if (identity.getAttribute(KeyIdentities.SIGNED) == null) {
      throw Presented.refused("only signed requests are taken here");
    }
    return null;
  }
}
