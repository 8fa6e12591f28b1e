package dev.muster.tasks.dispatch;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.queue.EndedTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a change makes possible to claim: tasks that are ready by it, agents that got credit. */
public final class Freed {
  private final Map<String, Set<UUID>> agents = new TreeMap<>();
  private final Map<String, Set<Long>> routes = new TreeMap<>();

  /** By tasks whose attempts ended. */
  public static Freed of(Collection<EndedTask> ended) {
    Freed freed = new Freed();
    for (EndedTask task : ended) {
      freed
          .agents
          .computeIfAbsent(task.namespace(), key -> new LinkedHashSet<>())
          .add(task.agentId());
      if (task.status() == TaskStatus.QUEUED && task.stage() == null) {
        freed.route(task.namespace(), task.routeId());
      }
    }
    return freed;
  }

  /** A task of this route may be claimed. */
  public Freed route(String namespace, long routeId) {
    routes.computeIfAbsent(namespace, key -> new LinkedHashSet<>()).add(routeId);
    return this;
  }

  Map<String, Dirty.Names> byNamespace() {
    Map<String, Dirty.Names> names = new TreeMap<>();
    Set<String> namespaces = new LinkedHashSet<>(agents.keySet());
    namespaces.addAll(routes.keySet());
    for (String namespace : namespaces) {
      names.put(
          namespace,
          new Dirty.Names(
              new ArrayList<>(agents.getOrDefault(namespace, Set.of())),
              new ArrayList<>(routes.getOrDefault(namespace, Set.of()))));
    }
    return names;
  }
}
