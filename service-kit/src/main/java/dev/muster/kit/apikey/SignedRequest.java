package dev.muster.kit.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.secret.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What a signature is over (protocol §5): everything of a request that decides what it does.
 *
 * @param path raw, as sent
 * @param query raw, as sent, without the question mark; empty when there is none
 * @param timestamp epoch seconds, as sent
 */
public record SignedRequest(
    String method, String path, String query, String timestamp, String nonce, String bodyHash) {

  static SignedRequest of(HttpServerRequest request, String timestamp, String nonce, Buffer body) {
    String uri = request.uri();
    int mark = uri.indexOf('?');
    return new SignedRequest(
        request.method().name(),
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? "" : uri.substring(mark + 1),
        timestamp,
        nonce,
        sha256(body.getBytes()));
  }

  /** The bytes that are signed, as text. */
  public String canonical() {
    return String.join("\n", method, path, query, timestamp, nonce, bodyHash);
  }

  /** HMAC-SHA256 in lowercase hex. */
  public String signature(SecretKey secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return HexFormat.of().formatHex(mac.doFinal(canonical().getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /** Lowercase hex. */
  public static String sha256(byte[] body) {
    return Sha256.hex(body);
  }
}
