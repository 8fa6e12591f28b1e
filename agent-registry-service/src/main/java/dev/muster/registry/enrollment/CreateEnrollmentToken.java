package dev.muster.registry.enrollment;

import dev.muster.registry.agent.AgentLimits;
import dev.muster.registry.namespace.NamespaceLimits;
import dev.muster.registry.namespace.Namespaces;
import dev.muster.registry.text.Line;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;

/**
 * Body of {@code POST /api/enrollment-tokens}. What is left out gets its default.
 *
 * @param reusable whether more than one machine may use it; false
 * @param expiresIn seconds; an hour
 */
record CreateEnrollmentToken(
    @Pattern(regexp = NamespaceLimits.NAME, message = NamespaceLimits.NAME_SAYS) String namespace,
    @Size(max = AgentLimits.LIST) List<@NotNull @Line(max = AgentLimits.LABEL) String> tags,
    Boolean reusable,
    @Min(1) @Max(CreateEnrollmentToken.LONGEST) Long expiresIn) {
  static final long LONGEST = 366L * 24 * 3_600;
  private static final long USUAL = 3_600;

  EnrollmentTerms terms() {
    return new EnrollmentTerms(
        namespace == null ? Namespaces.DEFAULT : namespace,
        tags == null ? List.of() : tags.stream().distinct().toList(),
        reusable != null && reusable,
        Duration.ofSeconds(expiresIn == null ? USUAL : expiresIn));
  }
}
