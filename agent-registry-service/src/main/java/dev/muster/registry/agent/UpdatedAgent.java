package dev.muster.registry.agent;

/** Answer of {@code PUT /api/agents/{id}}. */
record UpdatedAgent(boolean updated) {}
