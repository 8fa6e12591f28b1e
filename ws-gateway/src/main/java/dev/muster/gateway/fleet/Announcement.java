package dev.muster.gateway.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.FrameCodec;
import java.util.Optional;

/**
 * What a gateway says of itself as long as it lives. Times are epoch milliseconds.
 *
 * @param agents sockets of agents
 * @param clients sockets of users
 */
public record Announcement(
    String id,
    long since,
    long lastSeen,
    String version,
    int agents,
    int clients,
    boolean draining) {

  String toJson() {
    return FrameCodec.JSON
        .createObjectNode()
        .put("id", id)
        .put("since", since)
        .put("last_seen", lastSeen)
        .put("version", version)
        .put("agents", agents)
        .put("clients", clients)
        .put("draining", draining)
        .toString();
  }

  /** Empty for what no gateway wrote. */
  static Optional<Announcement> parse(String json) {
    JsonNode node;
    try {
      node = FrameCodec.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return node.path("id").isTextual()
        ? Optional.of(
            new Announcement(
                node.path("id").asText(),
                node.path("since").asLong(),
                node.path("last_seen").asLong(),
                node.path("version").asText(),
                node.path("agents").asInt(),
                node.path("clients").asInt(),
                node.path("draining").asBoolean()))
        : Optional.empty();
  }
}
