package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.event.AgentPresence;
import java.time.Instant;

/**
 * Where and how an agent is connected.
 *
 * @param gateway the gateway process that holds the socket
 * @param cpuPercent of the agent's host, left out while unknown, as is {@code memoryPercent}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgentConnection(
    String gateway,
    String sessionId,
    Instant since,
    Instant lastHeartbeat,
    Double cpuPercent,
    Double memoryPercent,
    int running,
    int freeSlots) {

  static AgentConnection of(AgentPresence presence) {
    return new AgentConnection(
        presence.gatewayId(),
        presence.sessionId(),
        Instant.ofEpochMilli(presence.since()),
        Instant.ofEpochMilli(presence.lastHeartbeat()),
        presence.cpuPercent(),
        presence.memoryPercent(),
        presence.running(),
        presence.freeSlots());
  }
}
