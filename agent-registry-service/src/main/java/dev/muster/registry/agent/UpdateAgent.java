package dev.muster.registry.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.registry.namespace.NamespaceLimits;
import dev.muster.registry.text.Line;
import dev.muster.registry.text.Prose;
import dev.muster.registry.text.SmallJson;
import dev.muster.registry.token.AgentToken;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/**
 * Body of {@code PUT /api/agents/{id}}. What is left out stays as it is.
 *
 * @param token the agent's new secret; the old one dies, and with it the agent's connection
 */
record UpdateAgent(
    @Line(max = AgentLimits.NAME) String name,
    @Pattern(regexp = AgentLimits.TYPE, message = AgentLimits.TYPE_SAYS) String type,
    @Prose(max = AgentLimits.DESCRIPTION) String description,
    @Pattern(regexp = NamespaceLimits.NAME, message = NamespaceLimits.NAME_SAYS) String namespace,
    @Pattern(regexp = AgentLimits.VISIBILITY, message = AgentLimits.VISIBILITY_SAYS)
        String visibility,
    @Min(AgentLimits.MIN_CONCURRENCY) @Max(AgentLimits.MAX_CONCURRENCY) Integer concurrency,
    @Size(max = AgentLimits.LIST)
        List<
                @NotNull
                @Pattern(regexp = AgentLimits.CAPABILITY, message = AgentLimits.CAPABILITY_SAYS)
                String>
            capabilities,
    @Size(max = AgentLimits.LIST) List<@NotNull @Line(max = AgentLimits.LABEL) String> tags,
    @Size(max = AgentLimits.LIST)
        List<@NotNull @Pattern(regexp = AgentLimits.TOOL, message = AgentLimits.TOOL_SAYS) String>
            tools,
    @SmallJson(max = AgentLimits.META_BYTES) ObjectNode meta,
    @Pattern(regexp = AgentLimits.TOKEN, message = AgentLimits.TOKEN_SAYS) String token) {

  AgentSettings onto(AgentSettings old) {
    return new AgentSettings(
        name == null ? old.name() : name,
        type == null ? old.type() : type,
        description == null ? old.description() : description,
        namespace == null ? old.namespace() : namespace,
        visibility == null ? old.visibility() : visibility,
        concurrency == null ? old.concurrency() : concurrency,
        capabilities == null ? old.capabilities() : CreateAgent.withoutRepeats(capabilities),
        tags == null ? old.tags() : CreateAgent.withoutRepeats(tags),
        tools == null ? old.tools() : CreateAgent.withoutRepeats(tools),
        meta == null ? old.meta() : meta.toString());
  }

  Optional<AgentToken> newToken() {
    return Optional.ofNullable(token).map(AgentToken::of);
  }

  @Override
  public String toString() {
    return "UpdateAgent[name=" + name + ", type=" + type + "]";
  }
}
