package dev.muster.registry.agent;

/** Answer of {@code DELETE /api/agents/{id}}. */
record DeletedAgent(boolean deleted) {}
