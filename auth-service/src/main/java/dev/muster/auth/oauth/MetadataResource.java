package dev.muster.auth.oauth;

import dev.muster.kit.token.TokenConfig;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseHeader;

/** For clients that configure themselves. */
@Path("/.well-known/oauth-authorization-server")
@PermitAll
class MetadataResource {
  private final TokenConfig names;

  @Inject
  MetadataResource(TokenConfig names) {
    this.names = names;
  }

  @GET
  @NonBlocking
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "public, max-age=300")
  public ServerMetadata get(@Context UriInfo uri) {
    return ServerMetadata.at(
        names.issuer(), uri.getBaseUri().resolve("/").toString().replaceAll("/$", ""));
  }
}
