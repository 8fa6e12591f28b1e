package dev.muster.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A gateway tells task-service of an agent's new connection: the body of {@code POST
 * /internal/agents/{agent_id}/sessions}. Repeating it with the same {@code session_id} is harmless.
 *
 * @param visibility of {@link AgentProfile}: a private agent gets administrators' tasks only,
 *     unless a task names it
 * @param capabilities that the agent may claim tasks by
 * @param slots attempts at once: the smaller of what it states and what it is allowed
 * @param running every attempt whose outcome hasn't been acknowledged to the agent
 * @param orders as the gateway knew them when it let the agent in; null is {@link AgentOrders#NONE}
 */
public record SessionOpen(
    String sessionId,
    String gatewayId,
    String namespace,
    String visibility,
    List<String> capabilities,
    int slots,
    Map<String, String> labels,
    List<Attempt> running,
    AgentOrders orders) {

  public SessionOpen {
    orders = orders == null ? AgentOrders.NONE : orders;
  }

  /**
   * As {@link dev.muster.wire.AttemptRef}. Of an agent that names its tasks only, {@code leaseId}
   * is null and {@code attempt} 0: the attempt of that task that it holds, if it does.
   */
  public record Attempt(UUID taskId, String leaseId, int attempt) {}
}
