package dev.muster.internal;

import java.util.List;
import java.util.UUID;

/**
 * What agent-registry-service says of an agent to other services: the answer of {@code GET
 * /internal/agents/{id}} (2001 when unknown) and of {@code POST /internal/agents/{id}/authenticate}
 * {@code {token}} (1002 for a wrong token, 2001 for an unknown agent).
 *
 * @param capabilities what an administrator allows the agent to claim; empty: whatever it declares
 * @param concurrency attempts at once, at most
 * @param visibility {@code public} or {@code private}
 * @param orders never null; {@link AgentOrders#NONE} when left out. A quarantined agent is refused
 *     at authentication (1003)
 * @param expulsions how often its connection was to end; one that began when there were fewer is to
 *     end
 */
public record AgentProfile(
    UUID id,
    String name,
    String type,
    String namespace,
    String visibility,
    List<String> capabilities,
    int concurrency,
    AgentOrders orders,
    long expulsions) {

  public AgentProfile {
    orders = orders == null ? AgentOrders.NONE : orders;
  }
}
