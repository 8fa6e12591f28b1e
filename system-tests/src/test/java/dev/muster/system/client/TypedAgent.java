package dev.muster.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.id.Ids;
import dev.muster.platform.api.FrameSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An agent that speaks frames with a type: at {@code /ws}, or at the control channel. */
public final class TypedAgent implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FrameRecord frames = new FrameRecord();
  private final FrameSocket socket;

  private TypedAgent(String base, String path, Map<String, String> headers) {
    socket =
        FrameSocket.open(
            base,
            path,
            builder -> {
              headers.forEach(builder::header);
              return builder;
            },
            frames::add);
  }

  public static TypedAgent role(String base, String agentId, String token) {
    return new TypedAgent(
        base, "/ws?role=agent&agent_id=" + agentId, Map.of("Authorization", "Bearer " + token));
  }

  public static TypedAgent control(String base, String agentId, String appKey, String secret) {
    return new TypedAgent(
        base,
        "/api/v1/agents/control?agent_id=" + agentId,
        Map.of("X-App-Key", appKey, "X-App-Secret", secret));
  }

  /** The payload of the first frame of that type, past or to come. */
  public JsonNode hear(String type) {
    return frames.first(frame -> frame.path("type").asText().equals(type), SOON).path("payload");
  }

  public String say(String type, Object payload) {
    String id = Ids.next().toString();
    JsonNode frame =
        Rest.JSON.valueToTree(
            Map.of(
                "id",
                id,
                "type",
                type,
                "ts",
                System.currentTimeMillis() / 1_000,
                "payload",
                payload));
    var unused = socket.send(frame.toString()).join();
    return id;
  }

  /** Says something, and returns the code of the acknowledgement. */
  public int ask(String type, Object payload) {
    String id = say(type, payload);
    return frames
        .first(
            frame ->
                frame.path("type").asText().equals("ack")
                    && frame.path("payload").path("message_id").asText().equals(id),
            SOON)
        .path("payload")
        .path("code")
        .asInt();
  }

  /** Completes with the code of the close. */
  public CompletableFuture<Integer> closed() {
    return socket.closed().thenApply(FrameSocket.Close::code);
  }

  /** The line is cut. */
  @Override
  public void close() {
    socket.close();
  }
}
