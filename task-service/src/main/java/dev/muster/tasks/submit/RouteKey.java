package dev.muster.tasks.submit;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** What a task needs; tasks with equal keys share a row of {@code route}. */
record RouteKey(String namespace, UUID agentId, List<String> capabilities) {
  RouteKey {
    capabilities = List.copyOf(new TreeSet<>(capabilities));
  }
}
