package dev.muster.tasks.dispatch;

import dev.muster.tasks.queue.EndedTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What changes make possible to claim: routes with a task that is ready by them, agents that got
 * credit. Bounded: past the limit the rest is left to the sweeper's next look at everybody.
 */
public final class Freed {
  private static final int MOST = 2_000;

  private final Map<String, Set<UUID>> agents = new TreeMap<>();
  private final Map<String, Set<Long>> routes = new TreeMap<>();

  /** That of one namespace. */
  record Names(List<UUID> agents, List<Long> routes) {
    /** Both, as far as they are not too many. */
    Names and(Names others) {
      return new Names(both(agents, others.agents), both(routes, others.routes));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
      return Stream.concat(some.stream(), others.stream()).distinct().limit(MOST).toList();
    }
  }

  /** By tasks whose attempts ended. */
  public static Freed of(Collection<EndedTask> ended) {
    Freed freed = new Freed();
    for (EndedTask task : ended) {
      freed.agent(task.namespace(), task.agentId());
      if (task.isReady()) {
        freed.route(task.namespace(), task.routeId());
      }
    }
    return freed;
  }

  /** A task of this route may be claimed. */
  public void route(String namespace, long routeId) {
    add(routes, namespace, routeId);
  }

  void agent(String namespace, UUID agentId) {
    add(agents, namespace, agentId);
  }

  void add(String namespace, Names names) {
    names.agents().forEach(agentId -> agent(namespace, agentId));
    names.routes().forEach(routeId -> route(namespace, routeId));
  }

  boolean isEmpty() {
    return agents.isEmpty() && routes.isEmpty();
  }

  /** In the order of the namespaces. */
  Map<String, Names> byNamespace() {
    Set<String> namespaces = new TreeSet<>(agents.keySet());
    namespaces.addAll(routes.keySet());
    Map<String, Names> names = new TreeMap<>();
    for (String namespace : namespaces) {
      names.put(
          namespace,
          new Names(
              new ArrayList<>(agents.getOrDefault(namespace, Set.of())),
              new ArrayList<>(routes.getOrDefault(namespace, Set.of()))));
    }
    return names;
  }

  private static <T> void add(Map<String, Set<T>> names, String namespace, T name) {
    Set<T> set = names.computeIfAbsent(namespace, key -> new LinkedHashSet<>());
    if (set.size() < MOST) {
      set.add(name);
    }
  }
}
