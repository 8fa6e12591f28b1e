package dev.muster.auth.key;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The public halves of the signing keys, for everyone who verifies tokens. */
@Path("/.well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class JwksResource {
  /** A new key is published for longer than this before it signs. */
  private static final String CACHE = "public, max-age=300";

  private final KeyRing keys;

  @Inject
  JwksResource(KeyRing keys) {
    this.keys = keys;
  }

  @GET
  @Operation(summary = "The keys that access tokens are verified with")
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = CACHE)
  public JwkSet get() {
    return JwkSet.of(keys.published());
  }
}
