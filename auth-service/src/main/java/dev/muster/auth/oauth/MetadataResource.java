package dev.muster.auth.oauth;

import dev.muster.kit.token.TokenConfig;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;

/** For clients that configure themselves. */
@Path("/.well-known/oauth-authorization-server")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class MetadataResource {
  private final TokenConfig names;
  private final Optional<String> publicUrl;

  @Inject
  MetadataResource(
      TokenConfig names, @ConfigProperty(name = "muster.public-url") Optional<String> publicUrl) {
    this.names = names;
    this.publicUrl = publicUrl;
  }

  @GET
  @Operation(summary = "What this authorization server can do (RFC 8414)")
  @NonBlocking
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "public, max-age=300")
  public ServerMetadata get(@Context UriInfo uri) {
    return ServerMetadata.at(
        names.issuer(), publicUrl.orElseGet(() -> uri.getBaseUri().resolve("/").toString()));
  }
}
