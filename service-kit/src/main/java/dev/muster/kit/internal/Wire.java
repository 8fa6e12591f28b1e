package dev.muster.kit.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends requests to other services and reads JSON, on whatever thread is asking. */
@Singleton
class Wire {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ServiceConfig config;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final ObjectMapper json;

  @Inject
  Wire(ServiceConfig config, ObjectMapper strict) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.connectTimeout())
            .executor(threads)
            .build();
    // An answer may hold members that a newer service has added.
    this.json =
        strict
            .copy()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }

  HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(config.requestTimeout())
        .header("Accept", "application/json, application/problem+json");
  }

  /** Throws 5003 when there is no answer. */
  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw away(request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(request.uri(), e);
    }
  }

  HttpRequest.BodyPublisher body(Object body) {
    try {
      return HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Throws 5002 for what isn't the JSON that was agreed upon. */
  <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    if (type == Void.class) {
      return null;
    }
    try {
      return json.readValue(answer.body(), type);
    } catch (IOException e) {
      throw ContractException.retryLater(
          ErrorCode.BAD_GATEWAY, "unreadable answer of " + answer.uri().getPath(), RETRY_AFTER, e);
    }
  }

  private static ContractException away(URI uri, Exception e) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, uri.getAuthority() + " doesn't answer", RETRY_AFTER, e);
  }
}
