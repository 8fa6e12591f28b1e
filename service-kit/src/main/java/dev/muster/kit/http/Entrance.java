package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** The first and last to see a request: before any resource, and for failures outside of them. */
@ApplicationScoped
class Entrance {
  private static final Logger LOG = Logger.getLogger(Entrance.class);
  private static final int BEFORE_ALL_OTHERS = 1_000;

  /** The framework sets its own limit of a body before that. */
  private static final int AFTER_THE_FRAMEWORK = 1;

  @Inject ObjectMapper json;
  @Inject BodyLimit bodies;

  void register(@Observes Filters filters) {
    filters.register(this::enter, BEFORE_ALL_OTHERS);
    filters.register(bodies::bound, AFTER_THE_FRAMEWORK);
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
    reroute(router, "/health", "/q/health");
    reroute(router, "/metrics", "/q/metrics");
  }

  private static void reroute(Router router, String from, String to) {
    router
        .routeWithRegex(from + "(/(live|ready|started))?/?")
        .order(-BEFORE_ALL_OTHERS + 1)
        .handler(
            routing ->
                routing.reroute(
                    to
                        + PathRewriting.withoutSlashAtEnd(
                            routing.normalizedPath().substring(from.length()))));
  }

  private void enter(RoutingContext routing) {
    RequestMark mark = RequestMark.of(routing);
    MDC.put("request_id", mark.requestId());
    mark.traceId().ifPresent(id -> MDC.put("trace_id", id));
    routing.response().putHeader(RequestMark.REQUEST_ID, mark.requestId());
    bodies.admit(routing, refused -> answer(refused, tooLarge(refused)));
  }

  private Refusal tooLarge(RoutingContext routing) {
    return Refusal.of(
        new ContractException(
            ErrorCode.TOO_LARGE,
            "a body has at most %d bytes here: refer to what is larger, by its URL"
                .formatted(bodies.most(routing))));
  }

  private void failed(RoutingContext routing) {
    if (routing.response().ended() || routing.response().headWritten()) {
      routing.next();
      return;
    }
    Throwable failure = routing.failure();
    Refusal refusal =
        failure == null || isCallers(routing)
            ? Refusals.ofStatus(routing.statusCode())
            : Refusals.of(failure, routing.request().method().name());
    if (refusal.code() == ErrorCode.SERVER_ERROR) {
      LOG.error("request failed outside of a resource", failure);
    }
    answer(routing, refusal);
  }

  /** The framework names the status itself for what it can't read, a {@code Host} for example. */
  private static boolean isCallers(RoutingContext routing) {
    return routing.failure() instanceof VertxException && routing.statusCode() / 100 == 4;
  }

  private void answer(RoutingContext routing, Refusal refusal) {
    RequestMark mark = RequestMark.of(routing);
    routing
        .response()
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, refusal.mediaType(mark.framing()));
    if (refusal.retryAfter() != null) {
      routing.response().putHeader("Retry-After", refusal.retryAfterSeconds());
    }
    if (refusal.code() == ErrorCode.NOT_AUTHENTICATED) {
      routing.response().putHeader("WWW-Authenticate", Challenges.of(routing.failure()));
    }
    routing.response().end(body(refusal, mark)).onFailure(e -> LOG.debug("caller left", e));
  }

  private Buffer body(Refusal refusal, RequestMark mark) {
    try {
      return Buffer.buffer(
          json.writeValueAsBytes(refusal.framed(mark.framing(), mark.requestId())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
