package dev.muster.gateway.agent;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** {@code Authorization: Bearer TOKEN}. */
final class BearerHeader {
  private static final String SCHEME = "Bearer ";

  private BearerHeader() {}

  static Optional<String> token(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
