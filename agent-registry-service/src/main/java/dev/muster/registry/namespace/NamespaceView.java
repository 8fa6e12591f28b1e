package dev.muster.registry.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A namespace. What task-service makes of weight, quota and pause is in {@code docs/placement.md};
 * a pin is stored only.
 *
 * @param quota tasks that may run at once; 0 for no limit
 * @param pinnedServer left out when there is none, as are {@code pausedAt} and {@code pauseReason}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespaceView(
    String name,
    String description,
    int weight,
    int quota,
    String pinnedServer,
    boolean paused,
    Instant pausedAt,
    String pauseReason,
    Instant createdAt,
    Instant updatedAt) {

  static NamespaceView of(Namespace namespace) {
    NamespaceSettings settings = namespace.settings();
    return new NamespaceView(
        namespace.name(),
        settings.description(),
        settings.weight(),
        settings.quota(),
        namespace.pinnedServer(),
        namespace.isPaused(),
        namespace.pausedAt(),
        namespace.isPaused() ? namespace.pauseReason() : null,
        namespace.createdAt(),
        namespace.updatedAt());
  }
}
