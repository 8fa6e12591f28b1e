package dev.muster.tasks.submit;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a task needs; tasks with equal keys share a row of {@code route}.
 *
 * @param agentId the one agent, which the submitter may use; null for any that fits
 * @param privateToo whether private agents fit without being named
 */
record RouteKey(
    String namespace, UUID agentId, List<String> capabilities, boolean privateToo, String type) {
  RouteKey {
    capabilities = List.copyOf(new TreeSet<>(capabilities));
  }
}
