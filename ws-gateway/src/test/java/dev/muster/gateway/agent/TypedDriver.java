package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.id.Ids;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** An agent that speaks frames with a type, at {@code /ws} or at the control channel. */
final class TypedDriver implements AutoCloseable {
  final UUID id;
  final ScriptedSocket socket;

  private TypedDriver(UUID id, ScriptedSocket socket) {
    this.id = id;
    this.socket = socket;
  }

  static TypedDriver role(URI base, UUID id, String token) {
    return role(base, id, "", Map.of("Authorization", "Bearer " + token));
  }

  static TypedDriver role(
      URI base, UUID id, String query, Map<String, String> headers, String... protocols) {
    return new TypedDriver(id, ScriptedSocket.open(roleUrl(base, id + query), headers, protocols));
  }

  private static String roleUrl(URI base, String agentId) {
    return "ws://%s:%d/ws?role=agent&agent_id=%s"
        .formatted(base.getHost(), base.getPort(), agentId);
  }

  static TypedDriver control(URI base, UUID id, Map<String, String> headers) {
    return new TypedDriver(id, ScriptedSocket.open(controlUrl(base, id), headers));
  }

  static String controlUrl(URI base, Object id) {
    return "ws://%s:%d/api/v1/agents/control?agent_id=%s"
        .formatted(base.getHost(), base.getPort(), id);
  }

  /** The id of what was said. */
  String say(String type, String payload) {
    String id = Ids.next().toString();
    socket.say(DialectReading.frame(id, type, payload));
    return id;
  }

  JsonNode hear(String type) {
    return socket.hear(frame -> frame.path("type").asText().equals(type));
  }

  JsonNode hearAckOf(String messageId) {
    return socket
        .hear(
            frame ->
                frame.path("type").asText().equals("ack")
                    && frame.path("payload").path("message_id").asText().equals(messageId))
        .path("payload");
  }

  @Override
  public void close() {
    socket.close();
  }
}
