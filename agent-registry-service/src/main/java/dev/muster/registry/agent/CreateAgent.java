package dev.muster.registry.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.registry.namespace.NamespaceLimits;
import dev.muster.registry.namespace.Namespaces;
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
 * Body of {@code POST /api/agents}. What is left out gets its default.
 *
 * @param token the agent's secret; null: one is made and answered once
 */
record CreateAgent(
    @NotNull @Line(max = AgentLimits.NAME) String name,
    @NotNull @Pattern(regexp = AgentLimits.TYPE, message = AgentLimits.TYPE_SAYS) String type,
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

  AgentSettings settings() {
    return new AgentSettings(
        name,
        type,
        description == null ? "" : description,
        namespace == null ? Namespaces.DEFAULT : namespace,
        visibility == null ? Agent.PUBLIC : visibility,
        concurrency == null ? 1 : concurrency,
        withoutRepeats(capabilities),
        withoutRepeats(tags),
        withoutRepeats(tools),
        meta == null ? "{}" : meta.toString());
  }

  Optional<AgentToken> givenToken() {
    return Optional.ofNullable(token).map(AgentToken::of);
  }

  static List<String> withoutRepeats(List<String> values) {
    return values == null ? List.of() : values.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return "CreateAgent[name=" + name + ", type=" + type + "]";
  }
}
