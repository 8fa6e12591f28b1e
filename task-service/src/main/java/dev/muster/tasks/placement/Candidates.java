package dev.muster.tasks.placement;

import dev.muster.internal.AgentMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** Which connected agents may get a task, and why the others don't. */
final class Candidates {
  /** Agents that one reason names. */
  private static final int NAMED = 20;

  private final TaskFacts task;
  private final List<AgentFacts> agents;
  private final List<Obstacle> reasons = new ArrayList<>();
  private List<AgentFacts> left;

  Candidates(TaskFacts task, List<AgentFacts> agents) {
    this.task = task;
    this.agents = agents;
    this.left = agents;
    if (agents.isEmpty()) {
      reasons.add(
          Obstacle.of(
                  "no_agent_online",
                  task.wantedAgent() == null
                      ? "no agent of the namespace is connected"
                      : "the agent that it names is not connected")
              .with("agent_id", task.wantedAgent()));
      return;
    }
    match();
    leaveOut(
        agent -> agent.isIn(AgentMode.QUARANTINED),
        "agent_quarantined",
        "agents that could run it are in quarantine");
    leaveOut(
        agent -> agent.isIn(AgentMode.DRAINING),
        "agent_draining",
        "agents that could run it get nothing new");
  }

  List<Obstacle> reasons() {
    return reasons;
  }

  /** Whether one of them will get it. */
  boolean any() {
    return !left.isEmpty();
  }

  /** Goes on to what passes by itself; true when an agent could take it now. */
  boolean free() {
    List<AgentFacts> before = left;
    leaveOut(
        agent -> task.avoided().contains(agent.id()),
        "avoiding",
        "agents that could run it have turned it down");
    if (left.size() < before.size()) {
      Obstacle last = reasons.removeLast();
      reasons.add(last.with("until", task.avoidUntil()).with("reason", task.turnedDown()));
    }
    if (left.isEmpty()) {
      return false;
    }
    if (left.stream().allMatch(AgentFacts::isFull)) {
      reasons.add(
          Obstacle.of("agents_busy", "every agent that could run it has all that it can take")
              .with("agents", left.size())
              .with("slots", left.stream().mapToInt(AgentFacts::slots).sum())
              .with("running", left.stream().mapToInt(AgentFacts::running).sum()));
      return false;
    }
    return true;
  }

  private void match() {
    left = agents.stream().filter(agent -> agent.missing().isEmpty()).toList();
    if (left.isEmpty()) {
      reasons.add(
          Obstacle.of("no_matching_agent", "no connected agent has all the capabilities it needs")
              .with("capabilities", task.capabilities())
              .with("agents", agents.size())
              .with("missing", agents.stream().limit(NAMED).map(Candidates::missing).toList()));
    }
  }

  private static Map<String, Object> missing(AgentFacts agent) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("agent_id", agent.id());
    named.put("capabilities", agent.missing());
    return named;
  }

  private void leaveOut(Predicate<AgentFacts> which, String code, String message) {
    List<UUID> out = left.stream().filter(which).map(AgentFacts::id).toList();
    if (!out.isEmpty()) {
      left = left.stream().filter(which.negate()).toList();
      reasons.add(
          Obstacle.of(code, message)
              .with("agents", out.stream().limit(NAMED).toList())
              .with("count", out.size()));
    }
  }
}
