package dev.muster.platform.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.platform.process.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
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

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final FrameSocket socket;

  private LiveSocket(String base, String token) {
    socket =
        FrameSocket.open(
            base,
            "/ws",
            builder -> builder.header("Authorization", "Bearer " + token),
            this::arrived);
    var unused = socket.closed().whenComplete(this::ended);
  }

  /** Connects and waits for {@code auth/ok}. */
  public static LiveSocket open(String base, String token) throws InterruptedException {
    LiveSocket live = new LiveSocket(base, token);
    Arrival first = live.next(Duration.ofSeconds(10));
    if (!first.type().equals("auth/ok")) {
      live.close();
      throw new PlatformException(
          "the web socket answered " + first.type() + " " + first.payload());
    }
    return live;
  }

  /** Asks for all of a task's events and its output, those that were before included. */
  public void follow(String taskId) {
    var unused =
        socket.send(
            JSON.createObjectNode()
                .put("id", taskId)
                .put("type", "subscribe")
                .set(
                    "payload",
                    JSON.createObjectNode()
                        .put("task_id", taskId)
                        .put("offset", 0)
                        .set("logs", JSON.createObjectNode()))
                .toString());
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
    socket.close();
  }

  private void arrived(String frame) {
    try {
      JsonNode node = JSON.readTree(frame);
      arrivals.add(new Arrival(node.path("type").asText("?"), node.path("payload"), Instant.now()));
    } catch (JsonProcessingException e) {
      throw new PlatformException("not JSON on the web socket", e);
    }
  }

  private void ended(FrameSocket.Close close, Throwable failure) {
    String how = failure == null ? close.code() + " " + close.reason() : failure.toString();
    arrivals.add(new Arrival("", JSON.getNodeFactory().textNode(how), Instant.now()));
  }
}
