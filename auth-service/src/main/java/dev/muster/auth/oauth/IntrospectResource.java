package dev.muster.auth.oauth;

import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseHeader;

/** RFC 7662, for services and administrators' programs that can't verify a token themselves. */
@Path("/oauth2/introspect")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class IntrospectResource {
  private final Clients clients;
  private final PresentedTokens tokens;
  private final Limits limits;

  @Inject
  IntrospectResource(Clients clients, PresentedTokens tokens, Limits limits) {
    this.limits = limits;
    this.clients = clients;
    this.tokens = tokens;
  }

  @POST
  @Operation(summary = "Says what a token is worth, for clients that may ask (RFC 7662)")
  @SecurityRequirement(name = "client")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public Introspection introspect(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      MultivaluedMap<String, String> body) {
    limits.spend(Limit.INTROSPECT);
    Form form = new Form(body);
    if (!clients.authenticate(Credentials.of(authorization, form)).mayIntrospect()) {
      throw OAuthException.unauthorizedClient();
    }
    return tokens.introspect(form.token());
  }
}
