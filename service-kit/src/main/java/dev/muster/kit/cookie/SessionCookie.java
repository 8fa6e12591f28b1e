package dev.muster.kit.cookie;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The cookie that holds an access token in place of {@code Authorization}. */
public final class SessionCookie {
  public static final String NAME = "muster_session";

  private SessionCookie() {}

  /** The token in it, whatever that is worth. */
  public static Optional<String> of(HttpServerRequest request) {
    Cookie cookie = request.getCookie(NAME);
    return cookie == null || cookie.getValue().isEmpty()
        ? Optional.empty()
        : Optional.of(cookie.getValue());
  }
}
