package dev.muster.platform.edge;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;

/** How an error looks under a path: as the services behind the edge would answer it. */
enum Framing {
  ENVELOPE("application/json") {
    @Override
    JsonObject frame(int status, int code, String message, String requestId) {
      return new JsonObject()
          .put("code", code)
          .put("message", message)
          .putNull("data")
          .put("request_id", requestId);
    }
  },

  /** RFC 9457. */
  PROBLEM("application/problem+json") {
    @Override
    JsonObject frame(int status, int code, String message, String requestId) {
      return new JsonObject()
          .put("type", "about:blank")
          .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
          .put("status", status)
          .put("detail", message)
          .put("code", code)
          .put("request_id", requestId);
    }
  };

  private final String mediaType;

  Framing(String mediaType) {
    this.mediaType = mediaType;
  }

  static Framing of(String path) {
    boolean bare =
        !path.startsWith("/api/") || path.equals("/api/v1") || path.startsWith("/api/v1/");
    return bare ? PROBLEM : ENVELOPE;
  }

  String mediaType() {
    return mediaType;
  }

  abstract JsonObject frame(int status, int code, String message, String requestId);
}
