package dev.muster.registry.namespace;

import dev.muster.registry.text.Prose;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Body of {@code PUT /api/namespaces/{ns}}. What is left out stays as it is. */
record UpdateNamespace(
    @Prose(max = NamespaceLimits.DESCRIPTION) String description,
    @Min(1) @Max(NamespaceLimits.MAX_WEIGHT) Integer weight,
    @Min(0) @Max(NamespaceLimits.MAX_QUOTA) Integer quota) {

  NamespaceSettings onto(NamespaceSettings old) {
    return new NamespaceSettings(
        description == null ? old.description() : description,
        weight == null ? old.weight() : weight,
        quota == null ? old.quota() : quota);
  }
}
