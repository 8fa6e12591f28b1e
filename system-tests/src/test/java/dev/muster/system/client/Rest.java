package dev.muster.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A caller of the bare REST interface, {@code /api/v1}, as one user. */
public final class Rest {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final String base;
  private final String token;
  private final Map<String, String> credentials;

  /** One answer; {@code json} is missing when the body is none. */
  public record Answer(int status, JsonNode json, String text, HttpHeaders headers) {
    public boolean ok() {
      return status / 100 == 2;
    }
  }

  private Rest(String base, String token) {
    this(base, token, token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token));
  }

  private Rest(String base, String token, Map<String, String> credentials) {
    this.base = base;
    this.token = token;
    this.credentials = credentials;
  }

  /** As the owner of an API key. */
  public static Rest withKey(String base, String appKey, String secret) {
    return new Rest(base, "", Map.of("X-App-Key", appKey, "X-App-Secret", secret));
  }

  /** A new session of an account. */
  public static Rest login(String base, String email, String password)
      throws IOException, InterruptedException {
    Answer answer =
        new Rest(base, "")
            .post("/api/v1/auth/login", Map.of("email", email, "password", password), "");
    if (!answer.ok()) {
      throw new IllegalStateException("login answered " + answer.status() + " " + answer.json());
    }
    return new Rest(base, answer.json().path("access_token").asText());
  }

  /** With a token from elsewhere; empty: without one. */
  public static Rest with(String base, String token) {
    return new Rest(base, token);
  }

  /** The same session, at one service past the edge. */
  public Rest at(String otherBase) {
    return new Rest(otherBase, token, credentials);
  }

  public String token() {
    return token;
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** The body as text, whatever it is. */
  public String text(String path) throws IOException, InterruptedException {
    return send(request(path).header("Accept", "text/plain").GET()).text();
  }

  /** Posts JSON; with a key, a repetition is answered with what the first one made. */
  public Answer post(String path, Object body, String idempotencyKey)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return send(
        idempotencyKey.isEmpty() ? request : request.header("Idempotency-Key", idempotencyKey));
  }

  public Answer post(String path, Object body) throws IOException, InterruptedException {
    return post(path, body, "");
  }

  public Answer patch(String path, Object body) throws IOException, InterruptedException {
    return send("PATCH", path, body);
  }

  public Answer put(String path, Object body) throws IOException, InterruptedException {
    return send("PUT", path, body);
  }

  private Answer send(String method, String path, Object body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** A request of this session, to be made whole and sent. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(15));
    credentials.forEach(request::header);
    return request;
  }

  public static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    JsonNode json;
    try {
      json = JSON.readTree(response.body());
    } catch (IOException noJson) {
      json = MissingNode.getInstance();
    }
    return new Answer(response.statusCode(), json, response.body(), response.headers());
  }
}
