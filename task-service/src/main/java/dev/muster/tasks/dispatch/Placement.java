package dev.muster.tasks.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;

/**
 * Who gets what. The owner that has the fewest tasks running is served first; of each owner the
 * tasks go by priority, then age; each to the fitting agent with the least load.
 */
final class Placement {
  private static final Comparator<ReadyTask> FIRST =
      Comparator.comparingInt(ReadyTask::priority)
          .reversed()
          .thenComparing(ReadyTask::id, Placement::byTime);

  private Placement() {}

  /** One task for one agent. */
  record Assignment(ReadyTask task, AgentCredit agent) {}

  /** Asked of each task for which there is an agent, in the order of the tasks. */
  interface Gate {
    /** Whether it may start now; if so, it does. */
    boolean lets(ReadyTask task);
  }

  static List<Assignment> assign(
      List<ReadyTask> tasks, List<AgentCredit> agents, int most, Gate gate) {
    Map<UUID, Integer> running = new HashMap<>();
    agents.forEach(agent -> running.put(agent.agentId(), agent.running()));
    int free = agents.stream().mapToInt(AgentCredit::free).sum();
    PriorityQueue<OwnerQueue> owners = new PriorityQueue<>(OwnerQueue.of(tasks));
    List<Assignment> assignments = new ArrayList<>();
    while (!owners.isEmpty() && assignments.size() < Math.min(most, free)) {
      OwnerQueue owner = owners.remove();
      ReadyTask task = owner.take();
      AgentCredit agent = leastLoaded(task, agents, running);
      if (agent != null && gate.lets(task)) {
        running.merge(agent.agentId(), 1, Integer::sum);
        owner.runs();
        assignments.add(new Assignment(task, agent));
      }
      if (!owner.isEmpty()) {
        owners.add(owner);
      }
    }
    return assignments;
  }

  /** Null when none has room for it; the first of those that are loaded alike. */
  private static AgentCredit leastLoaded(
      ReadyTask task, List<AgentCredit> agents, Map<UUID, Integer> running) {
    return agents.stream()
        .filter(agent -> running.get(agent.agentId()) < agent.slots() && task.fits(agent))
        .min(
            Comparator.comparingDouble(
                agent -> (double) running.get(agent.agentId()) / agent.slots()))
        .orElse(null);
  }

  /** The tasks of one owner, the best first. */
  private static final class OwnerQueue implements Comparable<OwnerQueue> {
    private final List<ReadyTask> tasks = new ArrayList<>();
    private int next;
    private int running;

    static List<OwnerQueue> of(List<ReadyTask> tasks) {
      Map<UUID, OwnerQueue> queues = new HashMap<>();
      for (ReadyTask task : tasks.stream().sorted(FIRST).toList()) {
        OwnerQueue queue = queues.computeIfAbsent(task.ownerId(), owner -> new OwnerQueue());
        queue.running = task.ownerRunning();
        queue.tasks.add(task);
      }
      return List.copyOf(queues.values());
    }

    ReadyTask take() {
      return tasks.get(next++);
    }

    void runs() {
      running++;
    }

    boolean isEmpty() {
      return next == tasks.size();
    }

    @Override
    public int compareTo(OwnerQueue other) {
      return running != other.running
          ? Integer.compare(running, other.running)
          : FIRST.compare(tasks.get(next), other.tasks.get(other.next));
    }
  }

  /** UUIDv7 in the order of PostgreSQL; {@link UUID#compareTo} compares signed halves. */
  private static int byTime(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
