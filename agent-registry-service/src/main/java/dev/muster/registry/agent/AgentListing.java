package dev.muster.registry.agent;

import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.http.Page;
import dev.muster.registry.presence.Presence;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Pages of agents. */
@ApplicationScoped
class AgentListing {
  private final Agents agents;
  private final Presence presence;
  private final DatabaseGate gate;

  AgentListing(Agents agents, Presence presence, DatabaseGate gate) {
    this.agents = agents;
    this.presence = presence;
    this.gate = gate;
  }

  Page<AgentView> page(AgentFilter filter, Optional<Boolean> online, int offset, int size) {
    return online.isPresent()
        ? byPresence(filter, online.get(), offset, size)
        : any(filter, offset, size);
  }

  private Page<AgentView> any(AgentFilter filter, int offset, int size) {
    Page<Agent> page =
        query(() -> new Page<>(agents.page(filter, offset, size), agents.count(filter)));
    Set<UUID> present = presence.online(page.items().stream().map(Agent::id).toList());
    return new Page<>(
        page.items().stream()
            .map(agent -> AgentView.of(agent, present.contains(agent.id())))
            .toList(),
        page.total());
  }

  /**
   * Presence is not in PostgreSQL: the ids of all candidates are checked against it first, so that
   * total and pages are right, and only the page's rows are read.
   */
  private Page<AgentView> byPresence(AgentFilter filter, boolean online, int offset, int size) {
    List<UUID> candidates = query(() -> agents.ids(filter));
    Set<UUID> present = presence.online(candidates);
    List<UUID> matching = candidates.stream().filter(id -> present.contains(id) == online).toList();
    List<UUID> shown = matching.stream().skip(offset).limit(size).toList();
    List<Agent> rows = shown.isEmpty() ? List.of() : query(() -> agents.ofIds(shown));
    return new Page<>(
        rows.stream().map(agent -> AgentView.of(agent, online)).toList(), matching.size());
  }

  private <T> T query(Callable<T> query) {
    return gate.call(() -> QuarkusTransaction.requiringNew().call(query));
  }
}
