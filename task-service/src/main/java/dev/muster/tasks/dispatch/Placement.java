package dev.muster.tasks.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who gets what: tasks by priority, then age; each to the fitting agent with the least load. */
final class Placement {
  private static final Comparator<ReadyTask> FIRST =
      Comparator.comparingInt(ReadyTask::priority)
          .reversed()
          .thenComparing(ReadyTask::id, Placement::byTime);

  private Placement() {}

  /** One task for one agent. */
  record Assignment(ReadyTask task, AgentCredit agent) {}

  static List<Assignment> assign(List<ReadyTask> tasks, List<AgentCredit> agents) {
    Map<UUID, Integer> running = new HashMap<>();
    agents.forEach(agent -> running.put(agent.agentId(), agent.running()));
    List<Assignment> assignments = new ArrayList<>();
    for (ReadyTask task : tasks.stream().sorted(FIRST).toList()) {
      agents.stream()
          .filter(agent -> running.get(agent.agentId()) < agent.slots() && task.fits(agent))
          .min(
              Comparator.comparingDouble(
                  agent -> (double) running.get(agent.agentId()) / agent.slots()))
          .ifPresent(
              agent -> {
                running.merge(agent.agentId(), 1, Integer::sum);
                assignments.add(new Assignment(task, agent));
              });
    }
    return assignments;
  }

  /** UUIDv7 in the order of PostgreSQL; {@link UUID#compareTo} compares signed halves. */
  private static int byTime(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
