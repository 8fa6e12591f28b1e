package dev.muster.gateway.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.socket.CallLimit;
import dev.muster.id.Ids;
import dev.muster.kit.thread.Apart;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.LogContent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Requests to task-service's public interface with the client's own token. */
@Singleton
class TaskCalls {
  private static final Logger LOG = Logger.getLogger(TaskCalls.class);

  /** Bytes of one answer, at most. */
  private static final int LONGEST = 16 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final String base;
  private final Duration timeout;
  private final CallLimit reads;

  private record Answer(int status, HttpHeaders headers, LogContent body) {
    static Answer of(HttpResponse<byte[]> answer) {
      return new Answer(answer.statusCode(), answer.headers(), new LogContent(answer.body()));
    }

    boolean isGood() {
      return status / 100 == 2;
    }
  }

  @Inject
  TaskCalls(@ConfigProperty(name = "muster.task.url") URI url, GatewayConfig config) {
    String text = url.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.timeout = config.client().requestTimeout();
    this.reads = new CallLimit(config.concurrentCalls(), timeout);
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
      Consumer<TaskAnswer<JsonNode>> then) {
    HttpRequest request =
        request(token, path, "application/json, application/problem+json")
            .header("Content-Type", "application/json")
            .header("X-Request-ID", visible(requestId) ? requestId : Ids.next().toString())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    var unused =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
            .handle(
                (answer, failure) ->
                    failure == null
                        ? json(Answer.of(answer))
                        : TaskAnswer.Refused.<JsonNode>of(ErrorCode.UNAVAILABLE))
            .thenAccept(then);
  }

  /** As {@link #post}; waits for its turn when many read. */
  void get(VerifiedToken token, String path, Consumer<TaskAnswer<JsonNode>> then) {
    read(token, path, "application/json, application/problem+json", TaskCalls::json, then);
  }

  /** As {@link #get}, for the bytes of a task's output. */
  void output(VerifiedToken token, String path, Consumer<TaskAnswer<OutputPart>> then) {
    read(token, path, "text/plain, application/problem+json;q=0.5", TaskCalls::part, then);
  }

  private <T> void read(
      VerifiedToken token,
      String path,
      String accept,
      Function<Answer, TaskAnswer<T>> reader,
      Consumer<TaskAnswer<T>> then) {
    HttpRequest request =
        request(token, path, accept).header("X-Request-ID", Ids.next().toString()).GET().build();
    Apart.run(() -> then.accept(answer(request, reader)));
  }

  private <T> TaskAnswer<T> answer(HttpRequest request, Function<Answer, TaskAnswer<T>> reader) {
    try {
      return reader.apply(reads.call(() -> send(request)));
    } catch (ContractException e) {
      return new TaskAnswer.Refused<>(e.code().code(), e.getMessage(), null);
    } catch (RuntimeException e) {
      // Whoever asked waits for an answer, whatever happens.
      LOG.errorf(e, "%s was not read", request.uri().getPath());
      return TaskAnswer.Refused.of(ErrorCode.SERVER_ERROR);
    }
  }

  /** Throws 1007 for more than may be in memory. */
  private Answer send(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
          throw new ContractException(ErrorCode.TOO_LARGE, ErrorCode.TOO_LARGE.sentence());
        }
        return new Answer(answer.statusCode(), answer.headers(), new LogContent(bytes));
      }
    } catch (IOException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    }
  }

  private static ContractException away(Exception e) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, ErrorCode.UNAVAILABLE.sentence(), Duration.ofSeconds(1), e);
  }

  private HttpRequest.Builder request(VerifiedToken token, String path, String accept) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token.raw())
        .header("Accept", accept);
  }

  private static TaskAnswer<JsonNode> json(Answer answer) {
    JsonNode body;
    try {
      body = FrameCodec.JSON.readTree(new String(answer.body().bytes(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return TaskAnswer.Refused.of(ErrorCode.BAD_GATEWAY);
    }
    return answer.isGood() ? new TaskAnswer.Done<>(body) : refused(body);
  }

  private static TaskAnswer<OutputPart> part(Answer answer) {
    if (answer.isGood()) {
      return OutputPart.of(answer.headers(), answer.body())
          .<TaskAnswer<OutputPart>>map(TaskAnswer.Done::new)
          .orElseGet(() -> TaskAnswer.Refused.of(ErrorCode.BAD_GATEWAY));
    }
    return switch (json(answer)) {
      case TaskAnswer.Done<JsonNode> unexpected -> TaskAnswer.Refused.of(ErrorCode.BAD_GATEWAY);
      case TaskAnswer.Refused<JsonNode>(int code, String message, JsonNode errors) ->
          new TaskAnswer.Refused<>(code, message, errors);
    };
  }

  private static <T> TaskAnswer<T> refused(JsonNode body) {
    int code = body.path("code").asInt();
    if (code == 0) {
      return TaskAnswer.Refused.of(ErrorCode.BAD_GATEWAY);
    }
    String message = body.path("detail").asText(body.path("title").asText("refused"));
    return new TaskAnswer.Refused<>(code, message, body.get("errors"));
  }

  private static boolean visible(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
