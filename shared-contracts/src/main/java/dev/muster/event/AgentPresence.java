package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a gateway knows of a connected agent, at {@link RedisNames#presence}: absent means offline.
 * Times are epoch milliseconds; percentages are null when unknown.
 */
public record AgentPresence(
    String gatewayId,
    String sessionId,
    long since,
    long lastHeartbeat,
    Double cpuPercent,
    Double memoryPercent,
    int running,
    int freeSlots) {

  public String toJson() {
    ObjectNode node =
        JsonMessages.object()
            .put("gateway_id", gatewayId)
            .put("session_id", sessionId)
            .put("since", since)
            .put("last_heartbeat", lastHeartbeat)
            .put("running", running)
            .put("free_slots", freeSlots);
    if (cpuPercent != null) {
      node.put("cpu_percent", cpuPercent);
    }
    if (memoryPercent != null) {
      node.put("memory_percent", memoryPercent);
    }
    return node.toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static AgentPresence parse(String json) {
    JsonNode node = JsonMessages.read(json);
    return new AgentPresence(
        JsonMessages.text(node, "gateway_id"),
        JsonMessages.text(node, "session_id"),
        node.path("since").asLong(),
        node.path("last_heartbeat").asLong(),
        node.has("cpu_percent") ? node.get("cpu_percent").asDouble() : null,
        node.has("memory_percent") ? node.get("memory_percent").asDouble() : null,
        node.path("running").asInt(),
        node.path("free_slots").asInt());
  }
}
