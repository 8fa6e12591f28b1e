package dev.muster.gateway.socket;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Base64;

/** RFC 6455 §4.2.1, before anything else is asked: who can't upgrade is told why by a status. */
@ApplicationScoped
class HandshakeRules {
  private static final int AFTER_THE_ENTRANCE = 500;
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  void register(@Observes Filters filters) {
    filters.register(this::check, AFTER_THE_ENTRANCE);
  }

  private void check(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    boolean asked = has(request, "Upgrade", "websocket");
    String key = request.getHeader("Sec-WebSocket-Key");
    if (!asked && key == null) {
      routing.next();
    } else if (!request.method().equals(HttpMethod.GET)) {
      refuse(routing.response().putHeader("Allow", "GET").setStatusCode(405));
    } else if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      refuse(routing.response().putHeader("Sec-WebSocket-Version", VERSION).setStatusCode(426));
    } else if (!asked
        || request.version() != HttpVersion.HTTP_1_1
        || !has(request, "Connection", "upgrade")
        || !isKey(key)) {
      refuse(routing.response().setStatusCode(400));
    } else {
      routing.next();
    }
  }

  private static void refuse(HttpServerResponse answer) {
    var unused = answer.end();
  }

  private static boolean has(HttpServerRequest request, String header, String token) {
    return request.headers().getAll(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
  }

  private static boolean isKey(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
