package dev.muster.kit.limit;

import dev.muster.kit.cookie.SessionCookie;
import dev.muster.kit.http.PathPrefix;
import dev.muster.kit.proxy.ProxyChain;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Bounds what one address may ask of this replica without showing credentials. Bad credentials are
 * refused in microseconds and need no limit; sockets have one of their own; whoever watches over a
 * service must not be turned away.
 */
@ApplicationScoped
class AnonymousLimit {
  private static final int AFTER_THE_ENTRANCE = 990;
  private static final List<PathPrefix> UNLIMITED =
      List.of(PathPrefix.of("/q"), PathPrefix.of("/health"), PathPrefix.of("/metrics"));
  private static final PathPrefix SOCKETS = PathPrefix.of("/ws");
  private static final List<String> CREDENTIALS =
      List.of("Authorization", "X-App-Key", "X-Signature-Key");

  @Inject Buckets buckets;
  @Inject ProxyChain proxies;

  void register(@Observes Filters filters) {
    filters.register(this::admit, AFTER_THE_ENTRANCE);
  }

  private void admit(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (isUnlimited(routing) || showsCredentials(request)) {
      routing.next();
      return;
    }
    Decision decision = buckets.spendHere(Limit.ANONYMOUS, proxies.client(request).network());
    if (decision.allowed()) {
      routing.next();
    } else {
      Limits.tell(decision, routing.response().headers());
      routing.fail(decision.refusal());
    }
  }

  /** Whatever is asked for is judged by where it leads: a header alone opens no socket. */
  private static boolean isUnlimited(RoutingContext routing) {
    String path = routing.normalizedPath();
    return UNLIMITED.stream().anyMatch(prefix -> prefix.covers(path))
        || (SOCKETS.covers(path)
            && "websocket".equalsIgnoreCase(routing.request().getHeader(HttpHeaders.UPGRADE)));
  }

  private static boolean showsCredentials(HttpServerRequest request) {
    return CREDENTIALS.stream().anyMatch(request.headers()::contains)
        || SessionCookie.of(request).isPresent();
  }
}
