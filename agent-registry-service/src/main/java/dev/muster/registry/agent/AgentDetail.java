package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.muster.event.AgentPresence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One agent. The token is no part of it.
 *
 * @param meta the JSON object that an administrator gave
 * @param connection left out for callers that are no administrators, and while offline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgentDetail(
    UUID id,
    String name,
    String type,
    String description,
    boolean online,
    List<String> tags,
    List<String> capabilities,
    List<String> tools,
    int concurrency,
    String namespace,
    String visibility,
    @JsonRawValue String meta,
    Instant createdAt,
    Instant updatedAt,
    AgentConnection connection) {

  static AgentDetail of(Agent agent, boolean online, Optional<AgentPresence> connection) {
    AgentSettings settings = agent.settings();
    return new AgentDetail(
        agent.id(),
        settings.name(),
        settings.type(),
        settings.description(),
        online,
        settings.tags(),
        settings.capabilities(),
        settings.tools(),
        settings.concurrency(),
        settings.namespace(),
        settings.visibility(),
        settings.meta(),
        agent.createdAt(),
        agent.updatedAt(),
        connection.map(AgentConnection::of).orElse(null));
  }
}
