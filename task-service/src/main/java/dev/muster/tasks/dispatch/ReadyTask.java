package dev.muster.tasks.dispatch;

import java.util.List;
import java.util.UUID;

/** A task that may be claimed, with what it needs. */
record ReadyTask(
    UUID id, int priority, UUID wantedAgent, List<String> capabilities, UUID avoidedAgent) {

  boolean fits(AgentCredit agent) {
    return (wantedAgent == null || wantedAgent.equals(agent.agentId()))
        && !agent.agentId().equals(avoidedAgent)
        && agent.capabilities().containsAll(capabilities);
  }
}
