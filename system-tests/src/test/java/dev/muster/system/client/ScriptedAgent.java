package dev.muster.system.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.id.Ids;
import dev.muster.platform.api.FrameSocket;
import java.time.Duration;

/** An agent's connection that does what a test says, for what the agent program never does. */
public final class ScriptedAgent implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FrameRecord frames = new FrameRecord();
  private final FrameSocket socket;

  private ScriptedAgent(String base, String agentId, String token) {
    socket =
        FrameSocket.open(
            base,
            "/ws/agent/" + agentId,
            builder -> builder.subprotocols("agent-token", token),
            frames::add);
  }

  /** Connects and registers, with one slot and nothing running. */
  public static ScriptedAgent connect(String base, String agentId, String token) {
    ScriptedAgent agent = new ScriptedAgent(base, agentId, token);
    ObjectNode register = Rest.JSON.createObjectNode();
    register.put("version", "0.1.0").put("slots", 1).put("machine_id", "scripted");
    register.putArray("capabilities");
    register.putObject("labels");
    register.putArray("running");
    agent.send("agent_register", register);
    agent.payload("agent_registered");
    return agent;
  }

  /** The ids of the next attempt that it is given on this connection, as they are sent back. */
  public ObjectNode dispatched() {
    JsonNode dispatch = payload("dispatch_task");
    ObjectNode ids = Rest.JSON.createObjectNode();
    ids.set("task_id", dispatch.path("task_id"));
    ids.set("lease_id", dispatch.path("lease_id"));
    ids.set("attempt", dispatch.path("attempt"));
    return ids;
  }

  /** Says something about an attempt, and returns the code of the acknowledgement. */
  public int say(String kind, ObjectNode payload) {
    String messageId = send(kind, payload);
    return frames
        .first(
            frame ->
                isKind(frame, "ack")
                    && frame.path("payload").path("message_id").asText().equals(messageId),
            SOON)
        .path("payload")
        .path("code")
        .asInt();
  }

  private String send(String kind, ObjectNode payload) {
    String messageId = Ids.next().toString();
    ObjectNode frame = Rest.JSON.createObjectNode();
    frame.put("message_id", messageId).put("timestamp", System.currentTimeMillis());
    frame.put("message_kind", kind).set("payload", payload);
    frame.putObject("metadata");
    socket.send(frame.toString()).join();
    return messageId;
  }

  private JsonNode payload(String kind) {
    return frames.first(frame -> isKind(frame, kind), SOON).path("payload");
  }

  private static boolean isKind(JsonNode frame, String kind) {
    return frame.path("message_kind").asText().equals(kind);
  }

  /** The line is cut; nobody says goodbye. */
  @Override
  public void close() {
    socket.close();
  }
}
