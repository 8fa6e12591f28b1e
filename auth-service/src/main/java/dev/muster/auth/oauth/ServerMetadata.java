package dev.muster.auth.oauth;

import java.util.List;

/**
 * RFC 8414 §2: what {@code /oauth2} can do, and nothing that it can't. There is no authorization
 * endpoint, so there are no response types.
 */
record ServerMetadata(
    String issuer,
    String tokenEndpoint,
    String jwksUri,
    String revocationEndpoint,
    String introspectionEndpoint,
    List<String> grantTypesSupported,
    List<String> tokenEndpointAuthMethodsSupported,
    List<String> revocationEndpointAuthMethodsSupported,
    List<String> introspectionEndpointAuthMethodsSupported,
    List<String> responseTypesSupported) {
  private static final List<String> BY_SECRET =
      List.of("client_secret_basic", "client_secret_post");
  private static final List<String> BY_SECRET_OR_NONE =
      List.of("client_secret_basic", "client_secret_post", "none");

  /** Addresses below the one that callers reach. */
  static ServerMetadata at(String issuer, String url) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return new ServerMetadata(
        issuer,
        base + "/oauth2/token",
        base + "/.well-known/jwks.json",
        base + "/oauth2/revoke",
        base + "/oauth2/introspect",
        List.of("client_credentials", "refresh_token"),
        BY_SECRET_OR_NONE,
        BY_SECRET_OR_NONE,
        BY_SECRET,
        List.of());
  }
}
