package dev.muster.platform.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is passed on and what is not. Nobody outside may say who they are by a forwarding header.
 */
final class ForwardedHeaders {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect");
  private static final Set<String> SET_HERE =
      Set.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-real-ip");

  private ForwardedHeaders() {}

  static void request(HttpServerRequest from, MultiMap to) {
    copy(from.headers(), to, SET_HERE);
    to.set("X-Forwarded-For", from.remoteAddress().hostAddress());
    to.set("X-Forwarded-Proto", from.isSSL() ? "https" : "http");
    String host = from.getHeader("host");
    if (host != null) {
      to.set("X-Forwarded-Host", host);
    }
  }

  /**
   * {@code Upgrade} means nothing where {@code Connection} doesn't name it: then it isn't passed
   * on.
   */
  static boolean asksForSocket(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && "websocket".equalsIgnoreCase(request.getHeader("upgrade"))
        && request.headers().getAll("connection").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .anyMatch(value -> value.strip().equalsIgnoreCase("upgrade"));
  }

  /** As {@link #request}, plus what asks for a WebSocket. */
  static void upgrade(HttpServerRequest from, MultiMap to) {
    request(from, to);
    to.set("Connection", "Upgrade");
    to.set("Upgrade", "websocket");
  }

  static void response(MultiMap from, MultiMap to) {
    copy(from, to, Set.of());
  }

  private static void copy(MultiMap from, MultiMap to, Set<String> without) {
    Set<String> dropped = new HashSet<>(without);
    dropped.addAll(HOP_BY_HOP);
    for (String named : from.getAll("connection")) {
      for (String header : named.split(",", -1)) {
        dropped.add(header.strip().toLowerCase(Locale.ROOT));
      }
    }
    from.forEach(
        (name, value) -> {
          if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
            to.add(name, value);
          }
        });
  }
}
