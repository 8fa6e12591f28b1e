package dev.muster.test.odd;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Sends odd texts (NUL, half characters, SQL, line ends) as every path parameter, query parameter,
 * header and string of a JSON body that a service's OpenAPI description knows, so that a new
 * operation is tried without anybody thinking of it.
 */
public final class OddTextProbe {
  // Escaped, so that half a character reaches the service.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final UnaryOperator<String> tokens;
  private final List<String> broken = new ArrayList<>();
  private final Set<String> tried = new TreeSet<>();

  /**
   * @param base of the service, without a slash at its end
   * @param tokens an access token that may do everything, by path
   */
  public OddTextProbe(String base, UnaryOperator<String> tokens) {
    this.base = base;
    this.tokens = tokens;
  }

  /** What was answered with a server error, or with an error that is none of the contract's. */
  public List<String> broken() {
    return List.copyOf(broken);
  }

  /** Where texts were put, such as {@code POST /api/v1/users name}. */
  public Set<String> tried() {
    return Set.copyOf(tried);
  }

  /** Tries every operation. */
  public OddTextProbe run() throws IOException, InterruptedException {
    HttpRequest description = HttpRequest.newBuilder(URI.create(base + "/q/openapi")).build();
    JsonNode document = JSON.readTree(client.send(description, BodyHandlers.ofString()).body());
    Schema schema = new Schema(document);
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (operation.getValue().has("responses")) {
          tryParameters(operation.getKey(), path.getKey(), operation.getValue());
          tryBody(operation.getKey(), path.getKey(), operation.getValue(), schema);
        }
      }
    }
    return this;
  }

  /** Tries the fields of a form, which no description names. */
  public OddTextProbe form(String path, String... fields) throws IOException, InterruptedException {
    for (String odd : fields) {
      note("post", path, odd);
      for (String text : OddTexts.ALL) {
        List<String> pairs = new ArrayList<>();
        for (String field : fields) {
          pairs.add(field + "=" + (field.equals(odd) ? OddTexts.encoded(text) : "x"));
        }
        HttpRequest.Builder request =
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", pairs)));
        send(request, "post", path, odd, text);
      }
    }
    return this;
  }

  private void tryParameters(String method, String path, JsonNode operation)
      throws IOException, InterruptedException {
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asText();
      note(method, path, name);
      for (String text : OddTexts.ALL) {
        String encoded = OddTexts.encoded(text);
        switch (parameter.path("in").asText()) {
          case "path" ->
              send(method, path.replace("{" + name + "}", encoded), "{}", name, "", text);
          case "query" -> send(method, path + "?" + name + "=" + encoded, "{}", name, "", text);
          case "header" -> {
            if (OddTexts.fitsHeader(text)) {
              send(method, path, "{}", name, name, text);
            }
          }
          default -> {}
        }
      }
    }
  }

  private void tryBody(String method, String path, JsonNode operation, Schema schemas)
      throws IOException, InterruptedException {
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    for (String name : schemas.texts(schema)) {
      note(method, path, name);
      for (String text : OddTexts.ALL) {
        String body = JSON.writeValueAsString(schemas.body(schema, name, text));
        send(method, path, body, name, "", text);
      }
    }
  }

  private void send(
      String method, String path, String body, String name, String header, String text)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Authorization", "Bearer " + tokens.apply(path))
            .header("Content-Type", "application/json")
            .method(
                method.toUpperCase(Locale.ROOT),
                method.equals("get") ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!header.isEmpty()) {
      request.setHeader(header, text);
    }
    send(request, method, path, name, text);
  }

  /** Where another part of the request is odd, an id is one that nothing has. */
  private HttpRequest.Builder request(String path) {
    String target = path.replaceAll("\\{[a-z_]+}", "0192f0c1-e2b3-7c5d-8e9f-0a1b2c3d4e5f");
    return HttpRequest.newBuilder(URI.create(base + target)).timeout(Duration.ofSeconds(8));
  }

  private void send(
      HttpRequest.Builder request, String method, String path, String name, String text)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (isBroken(path, answer)) {
      String what = JSON.writeValueAsString(text.substring(0, Math.min(20, text.length())));
      broken.add(
          "%s %s, %s=%s: %d %s"
              .formatted(method, path, name, what, answer.statusCode(), answer.body()));
    }
  }

  private void note(String method, String path, String name) {
    tried.add(method.toUpperCase(Locale.ROOT) + " " + path + " " + name);
  }

  private static boolean isBroken(String path, HttpResponse<String> answer) {
    if (answer.headers().firstValue(OddTexts.EVIL_HEADER).isPresent()) {
      return true;
    }
    if (answer.statusCode() < 400) {
      return false;
    }
    return answer.statusCode() >= 500 || (path.startsWith("/api/") && !hasCode(answer.body()));
  }

  private static boolean hasCode(String body) {
    try {
      return JSON.readTree(body).path("code").asInt() > 1000;
    } catch (IOException noJson) {
      return false;
    }
  }
}
