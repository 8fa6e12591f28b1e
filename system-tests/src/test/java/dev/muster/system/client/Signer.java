package dev.muster.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests with an API key, as {@code docs/signing.md} says. */
public record Signer(String base, String appKey, String secret) {

  /** A request that can be sent once. */
  public record Signed(HttpRequest.Builder request, String signature) {}

  public Signed get(String path, String query) throws GeneralSecurityException {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String nonce = UUID.randomUUID().toString();
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), mac.getAlgorithm()));
    String text = String.join("\n", "GET", path, query, timestamp, nonce, hash);
    String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    return new Signed(
        Rest.with(base, "")
            .request(path + (query.isEmpty() ? "" : "?" + query))
            .header("X-Signature-Key", appKey)
            .header("X-Timestamp", timestamp)
            .header("X-Nonce", nonce)
            .header("X-Signature", signature)
            .GET(),
        signature);
  }
}
