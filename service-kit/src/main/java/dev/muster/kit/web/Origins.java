package dev.muster.kit.web;

import dev.muster.kit.proxy.ProxyChain;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which pages may open a socket with this site's cookies: browsers don't ask CORS about sockets.
 * Those of the site itself, and those of the allow-list. Thread-safe, never blocks.
 */
@Singleton
public class Origins {
  private final List<String> exact;
  private final List<Pattern> patterns;
  private final ProxyChain proxies;

  @Inject
  public Origins(WebConfig config, ProxyChain proxies) {
    this.exact = config.origins().orElse(List.of());
    this.patterns = CORSFilter.parseAllowedOriginsRegex(config.origins());
    this.proxies = proxies;
  }

  /** False without an {@code Origin}, which every browser sends with a handshake. */
  public boolean isAllowed(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null
        && (exact.contains(origin)
            || CORSFilter.isOriginAllowedByRegex(patterns, origin)
            || isOwn(origin, request));
  }

  private boolean isOwn(String origin, HttpServerRequest request) {
    try {
      URI page = new URI(origin);
      String scheme = page.getScheme();
      boolean known =
          "https".equals(scheme) || ("http".equals(scheme) && !proxies.isSecure(request));
      return known
          && page.getHost() != null
          && proxies
              .host(request)
              .map(host -> plain(host, scheme))
              .filter(plain(page.getAuthority(), scheme)::equals)
              .isPresent();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String plain(String authority, String scheme) {
    String own = scheme.equals("https") ? ":443" : ":80";
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(own) ? lower.substring(0, lower.length() - own.length()) : lower;
  }
}
