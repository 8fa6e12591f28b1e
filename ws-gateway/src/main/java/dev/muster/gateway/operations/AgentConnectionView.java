package dev.muster.gateway.operations;

import dev.muster.event.AgentPresence;
import java.time.Instant;
import java.util.UUID;

/** Where an agent is connected, since when, and how it said it was. */
record AgentConnectionView(
    UUID agentId,
    String gatewayId,
    String sessionId,
    Instant since,
    Instant lastHeartbeat,
    Double cpuPercent,
    Double memoryPercent,
    int running,
    int freeSlots) {

  static AgentConnectionView of(UUID agentId, AgentPresence presence) {
    return new AgentConnectionView(
        agentId,
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
