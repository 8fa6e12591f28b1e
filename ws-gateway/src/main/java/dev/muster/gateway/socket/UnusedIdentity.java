package dev.muster.gateway.socket;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The upgrades here look at credentials themselves. The framework's way of finding out an identity
 * later would keep the whole HTTP request as long as its socket, a third of what a socket takes.
 */
@Singleton
class UnusedIdentity {
  /** After authentication (200) and authorization (100), before the sockets. */
  private static final int PRIORITY = 10;

  void drop(@Observes Filters filters) {
    filters.register(UnusedIdentity::drop, PRIORITY);
  }

  private static void drop(RoutingContext request) {
    if (request.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
    }
    request.next();
  }
}
