package dev.muster.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.platform.process.PlatformException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client's socket on {@code /ws}: the events of its own tasks, in the order in which they arrive.
 */
public final class LiveSocket implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One frame and when it was here. */
  public record Arrival(String type, JsonNode payload, Instant at) {
    public boolean isAbout(String taskId) {
      return payload.path("task_id").asText().equals(taskId);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  private LiveSocket(String base, String token) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .connectTimeout(Duration.ofSeconds(10))
            .buildAsync(URI.create(base.replaceFirst("^http", "ws") + "/ws"), new Collector())
            .join();
  }

  /** Connects and waits for {@code auth/ok}. */
  public static LiveSocket open(String base, String token) throws InterruptedException {
    LiveSocket live;
    try {
      live = new LiveSocket(base, token);
    } catch (CompletionException e) {
      throw new PlatformException("cannot open the web socket: " + e.getCause().getMessage(), e);
    }
    Arrival first = live.next(Duration.ofSeconds(10));
    if (!first.type().equals("auth/ok")) {
      live.close();
      throw new PlatformException(
          "the web socket answered " + first.type() + " " + first.payload());
    }
    return live;
  }

  /** The next frame; waits for it, though not for ever. */
  public Arrival next(Duration limit) throws InterruptedException {
    Arrival arrival = arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival == null) {
      throw new PlatformException(
          "nothing came over the web socket for " + limit.toSeconds() + " s");
    }
    if (arrival.type().isEmpty()) {
      throw new PlatformException("the web socket was closed: " + arrival.payload().asText());
    }
    return arrival;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private final class Collector implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      arrivals.add(
          new Arrival("", JSON.getNodeFactory().textNode(code + " " + reason), Instant.now()));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      arrivals.add(
          new Arrival("", JSON.getNodeFactory().textNode(String.valueOf(error)), Instant.now()));
    }

    private void add(String frame) {
      try {
        JsonNode node = JSON.readTree(frame);
        arrivals.add(
            new Arrival(node.path("type").asText("?"), node.path("payload"), Instant.now()));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new PlatformException("not JSON on the web socket", e);
      }
    }
  }
}
