package dev.muster.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.api.FrameSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A user's socket on {@code /ws}. */
public final class LiveSocket implements AutoCloseable {
  private final FrameRecord frames = new FrameRecord();
  private final FrameSocket socket;

  /** What matters of a frame. */
  public record Frame(String type, JsonNode payload) {
    private static Frame of(JsonNode frame) {
      return new Frame(frame.path("type").asText(), frame.path("payload"));
    }

    public boolean isAbout(UUID taskId) {
      return text("task_id").equals(taskId.toString());
    }

    public String text(String member) {
      return payload.path(member).asText();
    }
  }

  private LiveSocket(String base, String token) {
    socket =
        FrameSocket.open(
            base,
            "/ws",
            builder -> builder.header("Authorization", "Bearer " + token),
            frames::add);
  }

  /** Connects to the edge or to one gateway, and waits until it is let in. */
  public static LiveSocket open(String base, String token) {
    LiveSocket live = new LiveSocket(base, token);
    live.first(frame -> frame.type().equals("auth/ok"), Duration.ofSeconds(10));
    return live;
  }

  /** Asks for the task's output too, from its beginning. */
  public void followOutput(UUID taskId) {
    var unused =
        socket.send(
            Rest.JSON
                .createObjectNode()
                .put("id", taskId.toString())
                .put("type", "subscribe")
                .set(
                    "payload",
                    Rest.JSON
                        .createObjectNode()
                        .put("task_id", taskId.toString())
                        .put("offset", 0)
                        .set("logs", Rest.JSON.createObjectNode()))
                .toString());
  }

  /** The first frame, past or to come, that is as described. */
  public Frame first(Predicate<Frame> description, Duration limit) {
    return Frame.of(frames.first(frame -> description.test(Frame.of(frame)), limit));
  }

  public List<Frame> about(UUID taskId) {
    return frames.all().stream().map(Frame::of).filter(frame -> frame.isAbout(taskId)).toList();
  }

  /** Completes with the code of the close. */
  public CompletableFuture<Integer> closed() {
    return socket.closed().thenApply(FrameSocket.Close::code);
  }

  @Override
  public void close() {
    socket.close();
  }
}
