package dev.muster.registry.duty;

/** Answer of {@code POST /api/agents/{id}/kick}. */
record KickedAgent(boolean kicked) {}
