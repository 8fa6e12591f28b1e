package dev.muster.system.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A user's socket on {@code /ws}; keeps every frame that came. */
public final class LiveSocket implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /** What matters of a frame. */
  public record Frame(String type, JsonNode payload) {
    public boolean isAbout(UUID taskId) {
      return payload.path("task_id").asText().equals(taskId.toString());
    }

    public String text(String member) {
      return payload.path(member).asText();
    }
  }

  private LiveSocket(String base, String token) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .connectTimeout(Duration.ofSeconds(10))
            .buildAsync(URI.create(base.replaceFirst("^http", "ws") + "/ws"), new Collector())
            .join();
  }

  /** Connects to the edge or to one gateway, and waits until it is let in. */
  public static LiveSocket open(String base, String token) {
    LiveSocket live = new LiveSocket(base, token);
    live.first(frame -> frame.type().equals("auth/ok"), Duration.ofSeconds(10));
    return live;
  }

  /** The first frame, past or to come, that is as described. */
  public Frame first(Predicate<Frame> description, Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> frames.stream().filter(description).findFirst().orElse(null),
            java.util.Objects::nonNull);
  }

  public List<Frame> about(UUID taskId) {
    return frames.stream().filter(frame -> frame.isAbout(taskId)).toList();
  }

  /** Completes with the code of the close. */
  public CompletableFuture<Integer> closed() {
    return closed;
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
        try {
          JsonNode frame = Rest.JSON.readTree(text.toString());
          frames.add(new Frame(frame.path("type").asText(), frame.path("payload")));
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
