package dev.muster.registry.namespace;

import dev.muster.registry.text.Prose;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Body of {@code POST /api/namespaces}. What is left out gets its default. */
record CreateNamespace(
    @NotNull @Pattern(regexp = NamespaceLimits.NAME, message = NamespaceLimits.NAME_SAYS)
        String name,
    @Prose(max = NamespaceLimits.DESCRIPTION) String description,
    @Min(1) @Max(NamespaceLimits.MAX_WEIGHT) Integer weight,
    @Min(0) @Max(NamespaceLimits.MAX_QUOTA) Integer quota) {

  NamespaceSettings settings() {
    return new NamespaceSettings(
        description == null ? "" : description,
        weight == null ? 1 : weight,
        quota == null ? 0 : quota);
  }
}
