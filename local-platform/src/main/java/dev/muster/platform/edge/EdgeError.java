package dev.muster.platform.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/** What the edge itself answers. */
enum EdgeError {
  BAD_PATH(400, 1001, "the path is not allowed"),
  NO_REQUEST(400, 1001, "the request is not valid HTTP"),
  LONG_LINE(414, 1007, "the address is too long"),
  LARGE_HEADERS(431, 1007, "the headers are too large"),
  NO_ROUTE(404, 2001, "nothing here"),
  BROKEN(502, 5002, "the service broke off before it answered"),
  AWAY(503, 5003, "the service does not answer now");

  private final int status;
  private final int code;
  private final String message;

  EdgeError(int status, int code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /** Answers, unless an answer has begun; then only breaking the connection tells the truth. */
  void answer(HttpServerRequest request) {
    String path = request.path();
    answer(request, Framing.of(path == null ? "" : path));
  }

  void answer(HttpServerRequest request, Framing framing) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (response.headWritten()) {
      request.connection().close();
      return;
    }
    String id = requestId(request);
    response.headers().clear();
    response
        .setChunked(false)
        .setStatusCode(status)
        .putHeader("Content-Type", framing.mediaType())
        .putHeader("X-Request-ID", id);
    if (status >= 502) {
      response.putHeader("Retry-After", "1");
    }
    if (hasUnreadBody(request) || request.decoderResult().isFailure()) {
      // What follows has no reader, so the connection cannot carry another request.
      response.putHeader("Connection", "close");
    }
    response.end(framing.frame(status, code, message, id).toBuffer());
  }

  private static boolean hasUnreadBody(HttpServerRequest request) {
    return !request.isEnded()
        && (request.headers().contains("content-length")
            || request.headers().contains("transfer-encoding"));
  }

  private static String requestId(HttpServerRequest request) {
    String given = request.getHeader("X-Request-ID");
    boolean usable =
        given != null
            && !given.isEmpty()
            && given.length() <= 128
            && given.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    return usable ? given : UUID.randomUUID().toString();
  }
}
