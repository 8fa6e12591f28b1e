package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what a resource threw becomes an answer. */
class ErrorAnswers {
  private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);

  @Inject CurrentRequest request;
  @Inject ObjectMapper json;
  @Inject Instance<RefusalListener> listeners;

  // The framework has answers of its own for these, and takes the one for the nearest class.
  @ServerExceptionMapper({
    ContractException.class,
    ConstraintViolationException.class,
    ResteasyReactiveViolationException.class,
    MismatchedInputException.class,
    JsonProcessingException.class,
    UnauthorizedException.class,
    ForbiddenException.class,
    AuthenticationFailedException.class,
    AuthenticationCompletionException.class,
    NotFoundException.class,
    WebApplicationException.class,
    Throwable.class
  })
  Response answer(Throwable thrown, ContainerRequestContext sent) {
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
      return web.getResponse();
    }
    Refusal refusal =
        thrown instanceof NotFoundException && thrown.getCause() != null
            ? Parameters.refusal(thrown.getCause(), sent.getUriInfo())
            : Refusals.of(thrown, sent.getMethod());
    if (refusal.code() == ErrorCode.SERVER_ERROR) {
      LOG.errorf(thrown, "%s %s failed", sent.getMethod(), sent.getUriInfo().getPath());
    } else if (refusal.code() == ErrorCode.UNAVAILABLE) {
      LOG.warnf("%s %s: %s", sent.getMethod(), sent.getUriInfo().getPath(), telling(thrown));
    }
    listeners.forEach(listener -> listener.refused(refusal.code(), thrown));
    return respond(refusal, thrown);
  }

  /** The wrapper of what an identity provider threw has no words of its own. */
  private static Throwable telling(Throwable thrown) {
    return thrown instanceof AuthenticationFailedException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private Response respond(Refusal refusal, Throwable thrown) {
    RequestMark mark = request.mark();
    Response.ResponseBuilder response =
        Response.status(refusal.status())
            .type(refusal.mediaType(mark.framing()))
            .entity(bytes(refusal.framed(mark.framing(), mark.requestId())));
    if (refusal.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds());
    }
    if (refusal.code() == ErrorCode.NOT_AUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, Challenges.of(thrown));
    }
    return response.build();
  }

  // As bytes, an error is written whatever the resource or the caller's Accept would allow.
  private byte[] bytes(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
