package dev.muster.tasks.controlplane;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Where the control plane is. The token goes to this address and to no other. */
record PlaneAddress(String base) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Throws {@link ConfigurationException} that names the setting. */
  static PlaneAddress of(String url) {
    if (uri(url).isEmpty()) {
      throw new ConfigurationException(
          "muster.control-plane.url must be an http or https address without user and query");
    }
    return new PlaneAddress(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  /** Whether somebody between here and there could read the token. */
  static boolean isOpen(String url) {
    return uri(url)
        .filter(uri -> uri.getScheme().equals("http") && !LOOPBACK.contains(uri.getHost()))
        .isPresent();
  }

  URI work(String scope, int limit) {
    return URI.create(
        base
            + "/work?scope="
            + URLEncoder.encode(scope, StandardCharsets.UTF_8)
            + "&limit="
            + limit);
  }

  URI acknowledgements() {
    return URI.create(base + "/acknowledgements");
  }

  URI reports() {
    return URI.create(base + "/reports");
  }

  private static Optional<URI> uri(String url) {
    try {
      URI uri = new URI(url);
      boolean usable =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
