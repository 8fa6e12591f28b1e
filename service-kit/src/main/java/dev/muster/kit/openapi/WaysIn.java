package dev.muster.kit.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme.In;

/** How a caller shows who it is: by one of these. */
final class WaysIn {
  private static final String BEARER = "bearer";
  private static final String APP_KEY = "app_key";
  private static final String APP_SECRET = "app_secret";
  private static final String COOKIE = "cookie";
  private static final String CSRF = "csrf";
  private static final String SIGNATURE_KEY = "signature_key";
  private static final String TIMESTAMP = "signature_timestamp";
  private static final String NONCE = "signature_nonce";
  private static final String SIGNATURE = "signature";

  private WaysIn() {}

  static Components components() {
    return OASFactory.createComponents()
        .addSecurityScheme(
            BEARER,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(
                    "An access token of auth-service, or of the remote issuer that is trusted"))
        .addSecurityScheme(
            "client",
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description("An OAuth client's id and secret; the form may have them instead"))
        .addSecurityScheme(APP_KEY, sent(In.HEADER, "X-App-Key", "An API key"))
        .addSecurityScheme(APP_SECRET, sent(In.HEADER, "X-App-Secret", "The API key's secret"))
        .addSecurityScheme(
            COOKIE, sent(In.COOKIE, "muster_session", "Set by a login with `X-Auth-Mode: cookie`"))
        .addSecurityScheme(
            CSRF, sent(In.HEADER, "X-CSRF-Token", "The value of the cookie `muster_csrf`"))
        .addSecurityScheme(
            SIGNATURE_KEY, sent(In.HEADER, "X-Signature-Key", "The API key that signs"))
        .addSecurityScheme(TIMESTAMP, sent(In.HEADER, "X-Timestamp", "Epoch seconds"))
        .addSecurityScheme(NONCE, sent(In.HEADER, "X-Nonce", "Never used before with this key"))
        .addSecurityScheme(
            SIGNATURE,
            sent(
                In.HEADER,
                "X-Signature",
                "HMAC-SHA256 by the secret, in hex, over six lines: method, path, query, timestamp,"
                    + " nonce, SHA-256 of the body in hex"));
  }

  /** The alternatives for an operation that not everybody may call. */
  static List<SecurityRequirement> into(String path, HttpMethod method) {
    if (path.startsWith("/internal/")) {
      return List.of(together(BEARER));
    }
    return List.of(
        together(BEARER),
        together(APP_KEY, APP_SECRET),
        together(SIGNATURE_KEY, TIMESTAMP, NONCE, SIGNATURE),
        method == HttpMethod.GET ? together(COOKIE) : together(COOKIE, CSRF));
  }

  private static SecurityRequirement together(String... schemes) {
    SecurityRequirement all = OASFactory.createSecurityRequirement();
    for (String scheme : schemes) {
      all.addScheme(scheme);
    }
    return all;
  }

  private static SecurityScheme sent(In in, String name, String description) {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(in)
        .name(name)
        .description(description);
  }
}
