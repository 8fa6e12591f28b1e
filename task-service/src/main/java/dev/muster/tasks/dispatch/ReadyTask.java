package dev.muster.tasks.dispatch;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A task that may be claimed, with what it needs. */
record ReadyTask(
    UUID id,
    int priority,
    UUID wantedAgent,
    List<String> capabilities,
    boolean privateToo,
    Set<UUID> avoidedAgents) {

  boolean fits(AgentCredit agent) {
    boolean admitted =
        wantedAgent == null
            ? privateToo || !agent.isPrivate()
            : wantedAgent.equals(agent.agentId());
    return admitted
        && !avoidedAgents.contains(agent.agentId())
        && agent.capabilities().containsAll(capabilities);
  }
}
