package dev.muster.internal;

/**
 * Agent-registry-service tells task-service whether an agent may get tasks: the body of {@code PUT
 * /internal/agents/{agent_id}/intake}. Once it is answered nothing more is dispatched to an agent
 * that isn't active, and what a quarantined one held is taken back. Repeating it, or telling an
 * older version late, is harmless.
 *
 * @param version as in {@link AgentOrders}
 * @param namespace the agent's
 */
public record AgentIntake(AgentMode mode, long version, String namespace) {}
