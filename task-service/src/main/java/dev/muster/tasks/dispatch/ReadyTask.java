package dev.muster.tasks.dispatch;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A task that may be claimed, with what it needs. */
record ReadyTask(
    UUID id, int priority, UUID wantedAgent, List<String> capabilities, Set<UUID> avoidedAgents) {

  boolean fits(AgentCredit agent) {
    return (wantedAgent == null || wantedAgent.equals(agent.agentId()))
        && !avoidedAgents.contains(agent.agentId())
        && agent.capabilities().containsAll(capabilities);
  }
}
