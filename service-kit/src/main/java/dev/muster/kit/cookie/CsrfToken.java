package dev.muster.kit.cookie;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a page sends along to show that it may read this site's cookies, which a foreign page can't
 * though its requests carry them. It is an HMAC whose key is the session's access token: every
 * service can check it without a shared secret, it goes with one token only, and it tells nothing
 * about that token.
 */
public final class CsrfToken {
  /** The cookie that the page reads it from. */
  public static final String COOKIE = "muster_csrf";

  public static final String HEADER = "X-CSRF-Token";

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] LABEL = "muster.csrf.v1".getBytes(US_ASCII);
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

  private CsrfToken() {}

  /** Base64url, 43 characters. */
  public static String of(String accessToken) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(accessToken.getBytes(UTF_8), ALGORITHM));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(LABEL));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Whether the request changes nothing, or has the header that belongs to the access token. */
  public static boolean isGood(HttpServerRequest request, String accessToken) {
    if (SAFE.contains(request.method())) {
      return true;
    }
    String presented = request.getHeader(HEADER);
    return presented != null
        && MessageDigest.isEqual(presented.getBytes(UTF_8), of(accessToken).getBytes(UTF_8));
  }
}
