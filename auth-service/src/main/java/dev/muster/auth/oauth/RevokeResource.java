package dev.muster.auth.oauth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

/** RFC 7009: whoever holds a token may give it back. */
@Path("/oauth2/revoke")
@PermitAll
class RevokeResource {
  private final Clients clients;
  private final PresentedTokens tokens;

  @Inject
  RevokeResource(Clients clients, PresentedTokens tokens) {
    this.clients = clients;
    this.tokens = tokens;
  }

  /** 200 also for what is no token (any more): the caller's wish is fulfilled. */
  @POST
  @Operation(summary = "Gives a token back (RFC 7009)")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RunOnVirtualThread
  @ResponseStatus(200)
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public void revoke(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      MultivaluedMap<String, String> body) {
    Form form = new Form(body);
    // Users' clients are public: the token itself is their credential.
    if (authorization != null || form.optional("client_secret").isPresent()) {
      clients.authenticate(Credentials.of(authorization, form));
    }
    tokens.revoke(form.token());
  }
}
