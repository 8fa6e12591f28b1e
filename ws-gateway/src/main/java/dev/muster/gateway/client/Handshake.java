package dev.muster.gateway.client;

import dev.muster.gateway.socket.Subprotocol;
import dev.muster.kit.cookie.SessionCookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Where a client's token is: {@code Authorization}, then {@code Sec-WebSocket-Protocol: bearer,
 * TOKEN}, then, if that is switched on, {@code ?token=}; and then the session cookie, which a
 * browser sends for any page.
 */
final class Handshake {
  private static final String SCHEME = "Bearer ";

  private Handshake() {}

  static Optional<String> token(HttpServerRequest request, boolean query) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? Optional.of(header.substring(SCHEME.length()).strip())
          : Optional.empty();
    }
    Optional<String> offered =
        Subprotocol.credential(request.getHeader("Sec-WebSocket-Protocol"), "bearer");
    if (offered.isPresent()) {
      return offered;
    }
    return query ? Optional.ofNullable(request.getParam("token")) : Optional.empty();
  }

  /** Only where {@link #token} found nothing, not even something wrong. */
  static Optional<String> cookie(HttpServerRequest request) {
    return request.getHeader("Authorization") == null
        ? SessionCookie.of(request)
        : Optional.empty();
  }

  static String role(HttpServerRequest request) {
    String role = request.getParam("role");
    return role == null || role.isEmpty() ? "client" : role;
  }
}
