package dev.muster.platform.edge;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Bytes that are no request, or a larger one than the edge reads. */
final class UnreadableRequest {
  /** Netty's stand-in when it has not understood the first line. */
  private static final String NO_PATH = "/bad-request";

  private UnreadableRequest() {}

  static void answer(HttpServerRequest request) {
    EdgeError error =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException line -> EdgeError.LONG_LINE;
          case TooLongHttpHeaderException header -> EdgeError.LARGE_HEADERS;
          case null, default -> EdgeError.NO_REQUEST;
        };
    String path = request.path();
    Framing framing = path == null || path.equals(NO_PATH) ? Framing.ENVELOPE : Framing.of(path);
    error.answer(request, framing);
    // What follows would be read from a wrong place.
    request.connection().close();
  }
}
