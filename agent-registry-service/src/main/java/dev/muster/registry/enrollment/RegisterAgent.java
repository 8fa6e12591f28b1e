package dev.muster.registry.enrollment;

import dev.muster.registry.agent.AgentLimits;
import dev.muster.registry.agent.AgentSettings;
import dev.muster.registry.text.Line;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;

/**
 * Body of {@code POST /api/agents/register}: an agent says what it is.
 *
 * @param machineId names the agent's installation, unguessably: made at random once and kept
 * @param version of its program
 */
record RegisterAgent(
    @NotNull @Size(max = RegisterAgent.TOKEN) String enrollmentToken,
    @NotNull @Pattern(regexp = RegisterAgent.MACHINE, message = RegisterAgent.MACHINE_SAYS)
        String machineId,
    @NotNull @Line(max = AgentLimits.NAME) String name,
    @NotNull @Pattern(regexp = AgentLimits.TYPE, message = AgentLimits.TYPE_SAYS) String type,
    @Size(max = AgentLimits.LIST)
        List<
                @NotNull
                @Pattern(regexp = AgentLimits.CAPABILITY, message = AgentLimits.CAPABILITY_SAYS)
                String>
            capabilities,
    @Min(AgentLimits.MIN_CONCURRENCY) @Max(AgentLimits.MAX_CONCURRENCY) Integer concurrency,
    @Size(max = AgentLimits.LIST) List<@NotNull @Line(max = AgentLimits.LABEL) String> tags,
    @Line(max = AgentLimits.LABEL) String version) {
  static final int TOKEN = 256;
  static final String MACHINE = "[A-Za-z0-9._:-]{8,128}";
  static final String MACHINE_SAYS =
      "must be 8 to 128 letters, digits, dots, underscores, colons or dashes";

  AgentSettings settings(EnrollmentToken token) {
    return new AgentSettings(
        name,
        type,
        "",
        token.namespace(),
        "public",
        concurrency == null ? 1 : concurrency,
        capabilities == null ? List.of() : capabilities.stream().distinct().toList(),
        allTags(token),
        List.of(),
        "{}");
  }

  private List<String> allTags(EnrollmentToken token) {
    return Stream.concat(token.tags().stream(), tags == null ? Stream.of() : tags.stream())
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "RegisterAgent[name=" + name + ", type=" + type + "]";
  }
}
