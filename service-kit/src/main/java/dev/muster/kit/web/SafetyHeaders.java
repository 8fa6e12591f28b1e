package dev.muster.kit.web;

import dev.muster.kit.cookie.SessionCookie;
import dev.muster.kit.proxy.ProxyChain;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * Headers that every answer has, errors included, unless it brought its own: nothing here is a page
 * to be shown, framed or guessed at, and what credentials were needed for isn't kept by caches.
 */
@ApplicationScoped
class SafetyHeaders {
  private static final int BEFORE_THE_ENTRANCE = 1_010;
  private static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  @Inject WebConfig config;
  @Inject ProxyChain proxies;

  void register(@Observes Filters filters) {
    filters.register(this::add, BEFORE_THE_ENTRANCE);
  }

  private void add(RoutingContext routing) {
    routing.addHeadersEndHandler(end -> complete(routing));
    routing.next();
  }

  private void complete(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    MultiMap headers = routing.response().headers();
    ALWAYS.forEach((name, value) -> setIfAbsent(headers, name, value));
    if (isPersonal(request, headers)) {
      setIfAbsent(headers, "Cache-Control", "no-store");
    }
    if (!config.hstsMaxAge().isZero() && proxies.isSecure(request)) {
      setIfAbsent(
          headers, "Strict-Transport-Security", "max-age=" + config.hstsMaxAge().toSeconds());
    }
  }

  private static boolean isPersonal(HttpServerRequest request, MultiMap answer) {
    MultiMap asked = request.headers();
    return asked.contains(HttpHeaders.AUTHORIZATION)
        || asked.contains("X-App-Key")
        || asked.contains("X-Signature-Key")
        || SessionCookie.of(request).isPresent()
        || answer.contains(HttpHeaders.SET_COOKIE);
  }

  private static void setIfAbsent(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
