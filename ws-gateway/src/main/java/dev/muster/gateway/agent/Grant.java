package dev.muster.gateway.agent;

import dev.muster.internal.AgentProfile;
import dev.muster.wire.AgentSignal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an agent gets of what it asks for.
 *
 * @param capabilities that it may claim tasks by
 * @param slots attempts at once
 */
record Grant(List<String> capabilities, int slots) {

  /** A side that names no capability leaves the choice to the other one. */
  static Grant of(AgentProfile profile, AgentSignal.Register declared) {
    Set<String> capabilities = new LinkedHashSet<>(declared.capabilities());
    if (capabilities.isEmpty()) {
      capabilities.addAll(profile.capabilities());
    } else if (!profile.capabilities().isEmpty()) {
      capabilities.retainAll(profile.capabilities());
    }
    return new Grant(List.copyOf(capabilities), Math.min(declared.slots(), profile.concurrency()));
  }
}
