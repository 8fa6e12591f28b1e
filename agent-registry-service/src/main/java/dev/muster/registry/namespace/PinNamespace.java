package dev.muster.registry.namespace;

import dev.muster.registry.text.Line;

/**
 * Body of {@code PUT /api/namespaces/{ns}/pin}.
 *
 * @param serverId a task-service replica; null takes the pin away
 */
record PinNamespace(@Line(max = NamespaceLimits.SERVER) String serverId) {}
