package dev.muster.kit.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds an issuer's keys as OpenID Connect says: its metadata, then the address named there. No
 * redirect is followed, and no answer is read for longer or further than it should be.
 */
final class Discovery implements AutoCloseable {
  private static final long LONGEST_ANSWER = 1 << 20;

  private final TrustedIssuer issuer;
  private final Duration timeout;
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  Discovery(TrustedIssuer issuer, Duration timeout) {
    this.issuer = issuer;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
  }

  /** The key set as JSON; {@link ContractException} when it can't be had. */
  String keys() {
    JsonNode metadata = parse(get(issuer.metadata()));
    if (!issuer.name().equals(metadata.path("issuer").asText())) {
      throw bad("names another issuer: " + metadata.path("issuer").asText());
    }
    String keys = metadata.path("jwks_uri").asText();
    if (!issuer.mayBeAsked(keys)) {
      throw bad("names keys at an address that isn't safe: " + keys);
    }
    return get(URI.create(keys));
  }

  private String get(URI address) {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").GET().build();
    CompletableFuture<HttpResponse<byte[]>> answering =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      HttpResponse<byte[]> answer = answering.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw bad(address.getPath() + " answered " + answer.statusCode());
      }
      return new String(answer.body(), StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      throw bad("doesn't answer: " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      answering.cancel(true);
      throw bad("doesn't answer within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw bad("was asked by a thread that was interrupted");
    }
  }

  private JsonNode parse(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw bad("has unreadable metadata");
    }
  }

  private ContractException bad(String complaint) {
    return new ContractException(ErrorCode.BAD_GATEWAY, issuer.name() + " " + complaint);
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
