package dev.muster.registry.agent;

import dev.muster.kit.http.Page;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.presence.OnlineAgents;
import dev.muster.registry.presence.Presence;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Pages of agents. */
@ApplicationScoped
class AgentListing {
  private final Agents agents;
  private final Presence presence;
  private final OnlineAgents online;
  private final RegistryTransactions transactions;

  AgentListing(
      Agents agents, Presence presence, OnlineAgents online, RegistryTransactions transactions) {
    this.agents = agents;
    this.presence = presence;
    this.online = online;
    this.transactions = transactions;
  }

  Page<AgentView> page(AgentFilter filter, Optional<Boolean> wanted, int offset, int size) {
    return wanted.isPresent()
        ? byPresence(filter, wanted.get(), offset, size)
        : any(filter, offset, size);
  }

  private Page<AgentView> any(AgentFilter filter, int offset, int size) {
    Page<Agent> page =
        transactions.call(
            () -> new Page<>(agents.page(filter, offset, size), agents.count(filter)));
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
  private Page<AgentView> byPresence(AgentFilter filter, boolean wanted, int offset, int size) {
    Set<UUID> present = online.all();
    List<UUID> candidates = transactions.call(() -> agents.ids(filter));
    List<UUID> matching = candidates.stream().filter(id -> present.contains(id) == wanted).toList();
    List<UUID> shown = matching.stream().skip(offset).limit(size).toList();
    List<Agent> rows = shown.isEmpty() ? List.of() : transactions.call(() -> agents.ofIds(shown));
    return new Page<>(
        rows.stream().map(agent -> AgentView.of(agent, wanted)).toList(), matching.size());
  }
}
