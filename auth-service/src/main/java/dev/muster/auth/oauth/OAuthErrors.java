package dev.muster.auth.oauth;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The only answers of this service that are not framed by the common rules. */
class OAuthErrors {
  @ServerExceptionMapper
  Response answer(OAuthException refused) {
    Response.ResponseBuilder response =
        Response.status(refused.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(OAuthError.of(refused));
    if (refused.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"muster\"");
    }
    return response.build();
  }
}
