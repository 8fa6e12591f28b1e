package dev.muster.gateway.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Body of {@code POST /api/gateway/broadcast}.
 *
 * @param arguments {@code heartbeat_interval_ms}, {@code log_level}; agents ignore what they don't
 *     know
 * @param namespace of the agents that it is for; null: of any
 */
record Broadcast(
    @NotNull @Pattern(regexp = "update_config", message = "must be update_config") String command,
    @NotNull ObjectNode arguments,
    @Pattern(regexp = "[a-z0-9._-]{1,64}", message = "must be the name of a namespace")
        String namespace) {}
