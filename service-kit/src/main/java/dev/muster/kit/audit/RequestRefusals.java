package dev.muster.kit.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ErrorCode;
import dev.muster.kit.http.RefusalListener;
import dev.muster.kit.token.ScopeMissingException;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Every 1003, and every token that is refused although its time isn't up. */
@Singleton
@UnlessBuildProperty(name = AuditConfig.TABLE, stringValue = AuditConfig.NONE)
class RequestRefusals implements RefusalListener {
  private static final String BEARER = "Bearer ";

  @Inject RefusalAudit audit;
  @Inject Origins origins;
  @Inject ObjectMapper json;
  @Inject Clock clock;

  @Override
  public void refused(ErrorCode code, Throwable thrown) {
    RoutingContext routing = origins.routing();
    if (routing == null) {
      return;
    }
    if (code == ErrorCode.FORBIDDEN) {
      audit.record(on(routing, AuditEvent.of("request.send")).by(known(thrown)).denied(code));
    } else if (code == ErrorCode.NOT_AUTHENTICATED
        && thrown instanceof AuthenticationFailedException) {
      badToken(routing).ifPresent(event -> audit.record(event.denied(code)));
    }
  }

  /** Who is refused for want of a scope isn't the request's caller; null: whoever that is. */
  private static Actor known(Throwable thrown) {
    return thrown.getCause() instanceof ScopeMissingException missing
        ? Actor.of(missing.caller())
        : null;
  }

  /** A path without its query, which could hold a secret. */
  private static AuditEvent on(RoutingContext routing, AuditEvent event) {
    return event.on("path", routing.request().method() + " " + routing.request().path());
  }

  /** Nothing of it was verified: it says who somebody wants to be. */
  private Optional<AuditEvent> badToken(RoutingContext routing) {
    JsonNode claims = claims(routing.request().getHeader("Authorization"));
    if (claims.path("exp").isNumber()
        && claims.path("exp").asLong() <= clock.instant().getEpochSecond()) {
      return Optional.empty();
    }
    AuditEvent event = on(routing, AuditEvent.of("token.present")).by(Actor.ANONYMOUS);
    return Optional.of(
        claims.path("sub").isTextual()
            ? event.with("claimed_subject", claims.path("sub").textValue())
            : event);
  }

  private JsonNode claims(String authorization) {
    String[] parts = authorization == null ? new String[0] : authorization.split("\\.", -1);
    try {
      return authorization != null && authorization.startsWith(BEARER) && parts.length == 3
          ? json.readTree(Base64.getUrlDecoder().decode(parts[1]))
          : json.missingNode();
    } catch (IOException | IllegalArgumentException e) {
      return json.missingNode();
    }
  }
}
