package dev.muster.auth.oauth;

import dev.muster.kit.audit.Actor;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

/** RFC 7009: whoever holds a token may give it back. */
@Path("/oauth2/revoke")
@PermitAll
class RevokeResource {
  private final Clients clients;
  private final PresentedTokens tokens;
  private final Limits limits;

  @Inject
  RevokeResource(Clients clients, PresentedTokens tokens, Limits limits) {
    this.limits = limits;
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
    limits.spend(Limit.TOKEN);
    Form form = new Form(body);
    Optional<Actor> client = client(authorization, form);
    tokens.revoke(form.token(), client);
  }

  /** Users' clients are public: the token itself is their credential. */
  private Optional<Actor> client(String authorization, Form form) {
    return authorization != null || form.optional("client_secret").isPresent()
        ? Optional.of(clients.authenticate(Credentials.of(authorization, form)).actor())
        : Optional.empty();
  }
}
