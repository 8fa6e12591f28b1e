package dev.muster.auth.oauth;

import dev.muster.auth.session.Sessions;
import dev.muster.auth.token.AccessTokens;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.apikey.AppKey;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;

/** Tokens for the platform's own services and for API keys, and the standard's way to do H3. */
@Path("/oauth2/token")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class TokenResource {
  private final Clients clients;
  private final AccessTokens tokens;
  private final Sessions sessions;
  private final KeyTokens keyTokens;
  private final Limits limits;

  @Inject
  TokenResource(
      Clients clients, AccessTokens tokens, Sessions sessions, KeyTokens keyTokens, Limits limits) {
    this.keyTokens = keyTokens;
    this.clients = clients;
    this.tokens = tokens;
    this.sessions = sessions;
    this.limits = limits;
  }

  @POST
  @Operation(summary = "Grants a token (RFC 6749: client_credentials, refresh_token)")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public TokenAnswer token(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      MultivaluedMap<String, String> body) {
    limits.spend(Limit.TOKEN);
    Form form = new Form(body);
    return switch (form.required("grant_type")) {
      case "client_credentials" -> forClient(Credentials.of(authorization, form), form);
      case "refresh_token" -> refreshed(form.required("refresh_token"));
      default -> throw OAuthException.unsupportedGrant();
    };
  }

  private TokenAnswer forClient(Credentials credentials, Form form) {
    Optional<AppKey> appKey = AppKey.parse(credentials.id());
    if (appKey.isPresent()) {
      return keyTokens.answer(appKey.get(), credentials.secret(), form.optional("scope"));
    }
    Client client = clients.authenticate(credentials);
    return TokenAnswer.of(tokens.forService(client.id()));
  }

  /** Users' clients are public: the token itself is their credential. */
  private TokenAnswer refreshed(String refreshToken) {
    try {
      return TokenAnswer.of(sessions.refresh(refreshToken));
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_AUTHENTICATED) {
        throw OAuthException.invalidGrant(e.getMessage());
      }
      throw e;
    }
  }
}
