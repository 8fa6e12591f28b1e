package dev.muster.auth.oauth;

import java.util.List;

/** RFC 8414 §2: what {@code /oauth2} can do, and nothing that it can't. */
record ServerMetadata(
    String issuer,
    String tokenEndpoint,
    String jwksUri,
    List<String> grantTypesSupported,
    List<String> tokenEndpointAuthMethodsSupported,
    List<String> responseTypesSupported) {

  /** Addresses below the one that callers reach. */
  static ServerMetadata at(String issuer, String url) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return new ServerMetadata(
        issuer,
        base + "/oauth2/token",
        base + "/.well-known/jwks.json",
        List.of("client_credentials", "refresh_token"),
        List.of("client_secret_basic", "client_secret_post", "none"),
        List.of());
  }
}
