package dev.muster.internal;

/**
 * What agent-registry-service wants an agent to do now, beside its tasks.
 *
 * @param version counts the changes of {@code mode}: a higher one is newer; 0 means never changed
 * @param rotation number of the token rotation that waits for the agent: a higher one is newer; 0
 *     means none waits
 */
public record AgentOrders(AgentMode mode, long version, long rotation) {
  public static final AgentOrders NONE = new AgentOrders(AgentMode.ACTIVE, 0, 0);
}
