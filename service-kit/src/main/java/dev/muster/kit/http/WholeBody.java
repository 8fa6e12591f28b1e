package dev.muster.kit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The bytes of a body, all of them and as they came, for whoever has to see them before a resource
 * does. They are kept for requests with {@code X-Signature}.
 */
public final class WholeBody {
  public static final String SIGNATURE = "X-Signature";

  private static final String KEY = "muster.body";

  private WholeBody() {}

  // Over HTTP/2 the framework can't go on with a request that was read to its end.
  static boolean isWanted(HttpServerRequest request) {
    return request.headers().contains(SIGNATURE) && request.version() != HttpVersion.HTTP_2;
  }

  static void keep(RoutingContext routing, Buffer body) {
    routing.put(KEY, body);
  }

  /** Empty when it wasn't kept, which it never is over HTTP/2. */
  public static Optional<Buffer> of(RoutingContext routing) {
    return Optional.ofNullable(routing.get(KEY));
  }
}
