package dev.muster.gateway.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.id.Ids;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.FrameCodec;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Requests to task-service's public interface with the client's own token. */
@Singleton
class TaskCalls {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final String base;
  private final Duration timeout;

  @Inject
  TaskCalls(@ConfigProperty(name = "muster.task.url") URI url, GatewayConfig config) {
    String text = url.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.timeout = config.client().requestTimeout();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }

  /** Never blocks; {@code then} is called once, on another thread. */
  void post(
      VerifiedToken token,
      String path,
      JsonNode body,
      String requestId,
      Consumer<TaskAnswer> then) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.raw())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, application/problem+json")
            .header("X-Request-ID", visible(requestId) ? requestId : Ids.next().toString())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    var unused =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .handle((answer, failure) -> failure == null ? read(answer) : away())
            .thenAccept(then);
  }

  private static TaskAnswer read(HttpResponse<byte[]> answer) {
    JsonNode body;
    try {
      body = FrameCodec.JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return refused(ErrorCode.BAD_GATEWAY);
    }
    if (answer.statusCode() / 100 == 2) {
      return new TaskAnswer.Done(body);
    }
    int code = body.path("code").asInt();
    if (code == 0) {
      return refused(ErrorCode.BAD_GATEWAY);
    }
    String message = body.path("detail").asText(body.path("title").asText("refused"));
    return new TaskAnswer.Refused(code, message, body.get("errors"));
  }

  private static TaskAnswer away() {
    return refused(ErrorCode.UNAVAILABLE);
  }

  private static TaskAnswer refused(ErrorCode code) {
    return new TaskAnswer.Refused(code.code(), code.sentence(), null);
  }

  private static boolean visible(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
