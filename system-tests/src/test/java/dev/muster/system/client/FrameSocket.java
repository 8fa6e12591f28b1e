package dev.muster.system.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** A web socket of JSON frames; keeps every frame that came. */
final class FrameSocket implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  FrameSocket(
      String base, String path, Function<WebSocket.Builder, WebSocket.Builder> credentials) {
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    URI address = URI.create(base.replaceFirst("^http", "ws") + path);
    socket = credentials.apply(builder).buildAsync(address, new Collector()).join();
  }

  void send(JsonNode frame) {
    socket.sendText(frame.toString(), true).join();
  }

  /** The first frame, past or to come, that is as described. */
  JsonNode first(Predicate<JsonNode> description, Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> frames.stream().filter(description).findFirst().orElse(null), Objects::nonNull);
  }

  List<JsonNode> frames() {
    return frames;
  }

  CompletableFuture<Integer> closed() {
    return closed;
  }

  /** Without a word to the other side. */
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
        try {
          frames.add(Rest.JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          closed.completeExceptionally(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
