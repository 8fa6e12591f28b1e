package dev.muster.kit.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.id.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/** A caller that signs, and lets a test spoil each part after that. */
final class Signer {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final String method;
  private final String target;
  private String body;
  private HttpClient client = CLIENT;
  private boolean chunked;

  private Signer(URI base, String method, String target, String body) {
    this.base = base;
    this.method = method;
    this.target = target;
    this.body = body;
  }

  static Signer of(URI base, AppKey key, String method, String target, String body) {
    return of(base, key, method, target, body, Instant.now().getEpochSecond());
  }

  static Signer of(
      URI base, AppKey key, String method, String target, String body, long timestamp) {
    Signer signer = new Signer(base, method, target, body);
    int mark = target.indexOf('?');
    SignedRequest over =
        new SignedRequest(
            method,
            mark < 0 ? target : target.substring(0, mark),
            mark < 0 ? "" : target.substring(mark + 1),
            Long.toString(timestamp),
            "n-" + UUID.randomUUID(),
            SignedRequest.sha256(body.getBytes(UTF_8)));
    signer.headers.put("X-Signature-Key", key.text());
    signer.headers.put("X-Timestamp", over.timestamp());
    signer.headers.put("X-Nonce", over.nonce());
    signer.headers.put(
        "X-Signature",
        over.signature(new SecretKeySpec(KeyDesk.SECRET.getBytes(UTF_8), "HmacSHA256")));
    return signer;
  }

  String header(String name) {
    return headers.get(name);
  }

  Signer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Signer without(String header) {
    headers.remove(header);
    return this;
  }

  Signer bodyInstead(String other) {
    body = other;
    return this;
  }

  Signer by(HttpClient other) {
    client = other;
    return this;
  }

  Signer inChunks() {
    chunked = true;
    return this;
  }

  HttpResponse<String> send() throws IOException, InterruptedException {
    return sendTo(target);
  }

  HttpResponse<String> sendTo(String otherTarget) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.resolve("/") + otherTarget.substring(1)))
            .header("Content-Type", "application/json")
            .header("X-Request-ID", Ids.next().toString())
            .method(method, publisher());
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.BodyPublisher publisher() {
    if (body.isEmpty()) {
      return HttpRequest.BodyPublishers.noBody();
    }
    HttpRequest.BodyPublisher whole = HttpRequest.BodyPublishers.ofString(body);
    return chunked ? HttpRequest.BodyPublishers.fromPublisher(whole) : whole;
  }
}
