package dev.muster.kit.remote;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * The issuer as configured, checked.
 *
 * @param loopback whether plain {@code http} is allowed on this machine
 */
record TrustedIssuer(String name, String audience, Set<String> algorithms, boolean loopback) {
  private static final String PREFIX = "muster.remote-identity.";
  private static final Set<String> KNOWN_ALGORITHMS = Set.of("RS256", "PS256", "ES256");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Throws {@link ConfigurationException} that names the setting. */
  static TrustedIssuer of(
      String name, RemoteIdentityConfig config, String ownName, boolean loopback) {
    String audience =
        config.audience().orElseThrow(() -> bad("audience", "is needed with an issuer"));
    if (name.equals(ownName)) {
      throw bad("issuer", "is the name of auth-service itself");
    }
    if (config.algorithms().isEmpty() || !KNOWN_ALGORITHMS.containsAll(config.algorithms())) {
      throw bad("algorithms", "can be " + KNOWN_ALGORITHMS);
    }
    TrustedIssuer issuer =
        new TrustedIssuer(name, audience, Set.copyOf(config.algorithms()), loopback);
    if (!issuer.mayBeAsked(name)) {
      throw bad("issuer", "must be an https address");
    }
    return issuer;
  }

  /** Whether that address is one that nobody between here and there can answer for. */
  boolean mayBeAsked(String address) {
    try {
      URI uri = new URI(address);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme())
              || (loopback && "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** OpenID Connect Discovery 1.0 §4. */
  URI metadata() {
    String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  private static ConfigurationException bad(String setting, String complaint) {
    return new ConfigurationException(PREFIX + setting + " " + complaint);
  }
}
