package dev.muster.tasks.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What has changed since the last dispatch round: routes with a new ready task and agents with new
 * credit. Bounded: past the limit the rest is left to the sweeper's next look at everybody.
 */
final class Dirty {
  private static final int MOST = 2_000;

  private final Map<String, Set<UUID>> agents = new HashMap<>();
  private final Map<String, Set<Long>> routes = new HashMap<>();
  private boolean stopped;

  /** The changes in one namespace. */
  record Names(List<UUID> agents, List<Long> routes) {
    /** Both, as far as they are not too many. */
    Names and(Names others) {
      return new Names(both(agents, others.agents), both(routes, others.routes));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
      return Stream.concat(some.stream(), others.stream()).distinct().limit(MOST).toList();
    }
  }

  synchronized void agent(String namespace, UUID agentId) {
    add(agents, namespace, agentId);
  }

  synchronized void route(String namespace, long routeId) {
    add(routes, namespace, routeId);
  }

  synchronized void add(String namespace, Names names) {
    names.agents().forEach(agent -> add(agents, namespace, agent));
    names.routes().forEach(route -> add(routes, namespace, route));
  }

  /**
   * Hands over what has changed, for which it waits if there is nothing else; false when stopped.
   */
  synchronized boolean take(Turns turns) throws InterruptedException {
    while (agents.isEmpty() && routes.isEmpty() && turns.isEmpty() && !stopped) {
      wait();
    }
    if (stopped) {
      return false;
    }
    Set<String> namespaces = new HashSet<>(agents.keySet());
    namespaces.addAll(routes.keySet());
    for (String namespace : namespaces) {
      turns.add(
          namespace,
          new Names(
              new ArrayList<>(agents.getOrDefault(namespace, Set.of())),
              new ArrayList<>(routes.getOrDefault(namespace, Set.of()))));
    }
    agents.clear();
    routes.clear();
    return true;
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private <T> void add(Map<String, Set<T>> names, String namespace, T name) {
    Set<T> set = names.computeIfAbsent(namespace, key -> new HashSet<>());
    if (set.size() < MOST) {
      set.add(name);
    }
    notifyAll();
  }
}
