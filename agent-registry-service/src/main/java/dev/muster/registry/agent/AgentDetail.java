package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.muster.event.AgentPresence;
import dev.muster.internal.AgentMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One agent. The token is no part of it.
 *
 * @param meta the JSON object that an administrator gave
 * @param inner left out for callers that are no administrators
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgentDetail(
    UUID id,
    String name,
    String type,
    String description,
    boolean online,
    AgentMode mode,
    List<String> tags,
    List<String> capabilities,
    List<String> tools,
    int concurrency,
    String namespace,
    String visibility,
    @JsonRawValue String meta,
    Instant createdAt,
    Instant updatedAt,
    @JsonUnwrapped AgentInner inner) {

  /** What a user sees. */
  static AgentDetail of(Agent agent, boolean online) {
    return of(agent, online, null);
  }

  /** What an administrator sees. */
  static AgentDetail whole(
      Agent agent, boolean online, Optional<AgentPresence> connection, Instant now) {
    return of(agent, online, AgentInner.of(agent, connection, now));
  }

  private static AgentDetail of(Agent agent, boolean online, AgentInner inner) {
    AgentSettings settings = agent.settings();
    return new AgentDetail(
        agent.id(),
        settings.name(),
        settings.type(),
        settings.description(),
        online,
        agent.duty().mode(),
        settings.tags(),
        settings.capabilities(),
        settings.tools(),
        settings.concurrency(),
        settings.namespace(),
        settings.visibility(),
        settings.meta(),
        agent.createdAt(),
        agent.updatedAt(),
        inner);
  }
}
