package dev.muster.tasks.dispatch;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A task that may be claimed, with what it needs.
 *
 * @param ownerRunning how many tasks of its owner run in the namespace; 0 where only one owner has
 *     ready ones
 * @param waitedMs since it was due
 */
record ReadyTask(
    UUID id,
    int priority,
    UUID wantedAgent,
    List<String> capabilities,
    boolean privateToo,
    Set<UUID> avoidedAgents,
    long routeId,
    UUID ownerId,
    int ownerRunning,
    TaskKeys keys,
    long waitedMs) {

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
