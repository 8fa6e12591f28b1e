package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.event.AgentPresence;
import dev.muster.internal.AgentMode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Answer of {@code GET /api/agents/{id}/cc-status} (I6).
 *
 * @param gateway the gateway process that holds the socket; left out while not connected, as is
 *     everything after it
 * @param cpuPercent of the agent's host, left out while unknown, as is {@code memoryPercent}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConnectionStatus(
    UUID agentId,
    boolean connected,
    AgentMode mode,
    String gateway,
    String sessionId,
    Instant since,
    Instant lastHeartbeat,
    Integer running,
    Double cpuPercent,
    Double memoryPercent,
    Integer freeSlots) {

  static ConnectionStatus of(Agent agent, Optional<AgentPresence> presence) {
    AgentMode mode = agent.duty().mode();
    return presence
        .map(AgentConnection::of)
        .map(
            now ->
                new ConnectionStatus(
                    agent.id(),
                    true,
                    mode,
                    now.gateway(),
                    now.sessionId(),
                    now.since(),
                    now.lastHeartbeat(),
                    now.running(),
                    now.cpuPercent(),
                    now.memoryPercent(),
                    now.freeSlots()))
        .orElseGet(
            () ->
                new ConnectionStatus(
                    agent.id(), false, mode, null, null, null, null, null, null, null, null));
  }
}
