package dev.muster.auth.session;

import dev.muster.auth.token.TokenLifetimes;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.cookie.CsrfToken;
import dev.muster.kit.cookie.SessionCookie;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of a login with {@code X-Auth-Mode: cookie}. The access token is in one that no page
 * can read, the refresh token in one that besides goes nowhere but to the refresh, and what shows
 * that a request is the page's own in one that the page reads.
 */
@Singleton
class LoginCookies {
  static final String MODE_HEADER = "X-Auth-Mode";

  private static final String REFRESH = "muster_refresh";

  /** The path as the caller sees it, which there are two of. */
  private static final List<String> REFRESH_PATHS =
      List.of("/api/auth/refresh", "/api/v1/auth/refresh");

  private final boolean secure;
  private final long keepSeconds;

  @Inject
  LoginCookies(CookieConfig config, TokenLifetimes lifetimes) {
    secure = config.secure();
    // Longer than the access token is good: the refresh proves by it that it is the page's own.
    keepSeconds = lifetimes.refresh().toSeconds();
  }

  static boolean isWanted(String mode) {
    return switch (mode) {
      case null -> false;
      case "cookie" -> true;
      case "token" -> false;
      default -> throw ContractException.badParameter(MODE_HEADER, "must be cookie or token");
    };
  }

  /** Sets them on the answer; what is left for its body. */
  TokenPair set(TokenPair pair, HttpServerRequest request) {
    String access = pair.accessToken();
    add(request, cookie(SessionCookie.NAME, access, "/").setHttpOnly(true), keepSeconds);
    add(request, cookie(CsrfToken.COOKIE, CsrfToken.of(access), "/"), keepSeconds);
    for (String path : REFRESH_PATHS) {
      add(request, refreshCookie(pair.refreshToken(), path), keepSeconds);
    }
    return pair.withoutTokens();
  }

  /** Takes them back from a browser that has them. */
  void clear(HttpServerRequest request) {
    if (SessionCookie.of(request).isEmpty()) {
      return;
    }
    add(request, cookie(SessionCookie.NAME, "", "/").setHttpOnly(true), 0);
    add(request, cookie(CsrfToken.COOKIE, "", "/"), 0);
    for (String path : REFRESH_PATHS) {
      add(request, refreshCookie("", path), 0);
    }
  }

  /** The refresh token of a page's own request: 1003 for a foreign page's. */
  Optional<String> refreshToken(HttpServerRequest request) {
    Cookie cookie = request.getCookie(REFRESH);
    if (cookie == null || cookie.getValue().isEmpty()) {
      return Optional.empty();
    }
    boolean own =
        SessionCookie.of(request).filter(token -> CsrfToken.isGood(request, token)).isPresent();
    if (!own) {
      throw new ContractException(
          ErrorCode.FORBIDDEN, CsrfToken.HEADER + " is missing or not this session's");
    }
    return Optional.of(cookie.getValue());
  }

  private Cookie refreshCookie(String token, String path) {
    return cookie(REFRESH, token, path).setHttpOnly(true).setSameSite(CookieSameSite.STRICT);
  }

  private Cookie cookie(String name, String value, String path) {
    return Cookie.cookie(name, value)
        .setPath(path)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }

  private static void add(HttpServerRequest request, Cookie cookie, long maxAge) {
    var unused = request.response().addCookie(cookie.setMaxAge(maxAge));
  }
}
