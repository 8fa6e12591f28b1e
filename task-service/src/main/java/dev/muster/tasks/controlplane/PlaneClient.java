package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.http.StrictJson;
import dev.muster.kit.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The requests of {@code docs/control-plane.md}. Each throws {@link PlaneAwayException} or {@link
 * PlaneRefusedException}. No redirect is followed, and no answer is read for longer or further than
 * it should be.
 */
final class PlaneClient implements AutoCloseable {
  private final PlaneAddress address;
  private final Secret token;
  private final String poller;
  private final ControlPlaneConfig config;
  private final ObjectMapper json;
  private final ObjectMapper lenient;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  /**
   * @param poller the name of this process
   */
  PlaneClient(
      PlaneAddress address,
      Secret token,
      String poller,
      ControlPlaneConfig config,
      ObjectMapper json) {
    this.address = address;
    this.token = token;
    this.poller = poller;
    this.config = config;
    this.json = json;
    this.lenient = lenient();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.requestTimeout())
            .executor(threads)
            .build();
  }

  /** One bad task must not make its neighbours unreadable: tasks are judged one by one. */
  private static ObjectMapper lenient() {
    ObjectMapper lenient = StrictJson.configure(new ObjectMapper());
    lenient.getFactory().setStreamReadConstraints(StreamReadConstraints.defaults());
    return lenient
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), false)
        .disable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  }

  Offer work() {
    byte[] answer = send(request(address.work(config.scope(), config.most())).GET());
    if (answer.length == 0) {
      return Offer.NOTHING;
    }
    try {
      Offer offer = lenient.readValue(answer, Offer.class);
      return offer == null ? Offer.NOTHING : offer;
    } catch (IOException e) {
      throw new PlaneAwayException("sent work that can't be read as JSON", null);
    }
  }

  void acknowledge(Acknowledgements acknowledgements) {
    post(address.acknowledgements(), acknowledgements);
  }

  void report(List<Report> reports) {
    post(address.reports(), new Report.Batch(config.scope(), reports));
  }

  private void post(URI to, Object body) {
    try {
      byte[] bytes = json.writeValueAsBytes(body);
      send(
          request(to)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(URI to) {
    return HttpRequest.newBuilder(to)
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token.reveal())
        .header("X-Muster-Poller", poller);
  }

  private byte[] send(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<byte[]>> answering =
        http.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.longestAnswer()));
    try {
      HttpResponse<byte[]> answer =
          answering.get(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      check(answer);
      return answer.body();
    } catch (ExecutionException e) {
      throw new PlaneAwayException("doesn't answer: " + e.getCause().getMessage(), null);
    } catch (TimeoutException e) {
      answering.cancel(true);
      throw new PlaneAwayException("doesn't answer within " + config.requestTimeout(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlaneAwayException("was left in the middle of an answer", null);
    }
  }

  private static void check(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    switch (status) {
      case 400, 409, 410, 413, 422 -> throw new PlaneRefusedException(status);
      case 401, 403 ->
          throw new PlaneAwayException(
              "refuses muster.control-plane.token with " + status, retryAfter(answer));
      case 500 ->
          throw PlaneAwayException.broken(
              answer.uri().getPath() + " answered 500", retryAfter(answer));
      default ->
          throw new PlaneAwayException(
              answer.uri().getPath()
                  + " answered "
                  + status
                  + (status / 100 == 3 ? "; redirects are not followed" : ""),
              retryAfter(answer));
    }
  }

  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return RetryAfter.of(answer.headers(), Instant.now());
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
