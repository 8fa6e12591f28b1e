package dev.muster.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls the platform's own REST interface, as any client would: through the edge, with a token. */
public final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One answer.
   *
   * @param body the whole body; missing when there is none or it is no JSON
   * @param bytes the body's size
   */
  public record Answer(int status, JsonNode body, long bytes) {
    public boolean ok() {
      return status / 100 == 2;
    }

    /** The envelope's {@code data}. */
    public JsonNode data() {
      return body.path("data");
    }

    /** Status, code and message, for a sentence about a failure. */
    public String failure() {
      return "HTTP "
          + status
          + " "
          + body.path("code").asText()
          + " "
          + body.path("message").asText();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String token;

  private Api(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /** Without a token. */
  public static Api at(String base) {
    return new Api(base, null);
  }

  public Api withToken(String accessToken) {
    return new Api(base, accessToken);
  }

  public String base() {
    return base;
  }

  /** The access token; empty without one. */
  public String token() {
    return token == null ? "" : token;
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer post(String path, Object body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** A stream of server-sent events; to be closed. */
  InputStream events(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            request(path).header("Accept", "text/event-stream").GET().build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      response.body().close();
      throw new IOException("HTTP " + response.statusCode() + " instead of a stream of " + path);
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (IOException noJson) {
      body = MissingNode.getInstance();
    }
    return new Answer(response.statusCode(), body, response.body().length);
  }

  @Override
  public String toString() {
    return "Api[" + base + "]";
  }
}
