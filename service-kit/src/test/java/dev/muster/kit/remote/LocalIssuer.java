package dev.muster.kit.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.test.auth.TokenShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer as small as can be, that can also be a bad one. */
final class LocalIssuer implements AutoCloseable {
  final AtomicInteger keysRead = new AtomicInteger();
  volatile List<String> keys;
  volatile String metadata;
  volatile int keysStatus = 200;
  volatile String keysLocation;
  private final HttpServer server;

  LocalIssuer(String... keys) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.keys = List.of(keys);
    metadata = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(name(), name());
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String name() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/r";
  }

  /** As Keycloak makes them. */
  TokenShape token(Instant now) {
    return TokenShape.of(now, "f:1:jane")
        .without("nbf")
        .without("roles")
        .header("typ", "JWT")
        .claim("iss", name())
        .claim("aud", "muster")
        .claim("typ", "Bearer")
        .rawClaim("realm_access", "{\"roles\":[\"offline_access\",\"muster-user\"]}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/realms/r/.well-known/openid-configuration" -> write(exchange, 200, metadata);
        case "/realms/r/keys" -> {
          keysRead.incrementAndGet();
          if (keysLocation != null) {
            exchange.getResponseHeaders().set("Location", keysLocation);
          }
          write(exchange, keysStatus, "{\"keys\":[" + String.join(",", keys) + "]}");
        }
        default -> write(exchange, 404, "{}");
      }
    }
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
