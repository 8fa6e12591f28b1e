package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import dev.muster.registry.token.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Who an agent is to other services, and whether its token is right. */
@ApplicationScoped
class AgentEntrance {
  private final Agents agents;
  private final Departures departures;
  private final Audit audit;
  private final RegistryTransactions transactions;

  AgentEntrance(
      Agents agents, Departures departures, Audit audit, RegistryTransactions transactions) {
    this.agents = agents;
    this.departures = departures;
    this.audit = audit;
    this.transactions = transactions;
  }

  AgentProfile profile(String id) {
    return profileOf(transactions.call(() -> agents.named(id)));
  }

  /** Those that exist. */
  List<AgentProfile> profiles(Collection<UUID> ids) {
    return transactions.call(() -> agents.ofIds(ids)).stream().map(this::profileOf).toList();
  }

  /**
   * Throws 1002 for a wrong token, 1003 for the right one of an agent in quarantine. The first use
   * of a token that a rotation offered is the end of the old one.
   */
  AgentProfile authenticate(String id, AgentToken token) {
    Agent agent = transactions.call(() -> agents.named(id));
    boolean current = token.matches(agent.token());
    if (!current && !isPending(agent, token)) {
      throw wrongToken();
    }
    if (agent.duty().mode() == AgentMode.QUARANTINED) {
      throw new ContractException(ErrorCode.FORBIDDEN, "the agent is in quarantine");
    }
    if (!current) {
      agent = completeRotation(id, token);
      departures.changed(agent.id());
    } else if (!agent.isTokenUsed()) {
      markUsed(agent);
    }
    return profileOf(agent);
  }

  private Agent completeRotation(String id, AgentToken token) {
    return transactions.call(
        () -> {
          Agent agent = agents.locked(id);
          if (isPending(agent, token)) {
            agent.completeRotation(transactions.now());
            audit.record(agent.rotation().confirmed(agent.id()).by(Actor.agent(agent.id())));
          } else if (!token.matches(agent.token())) {
            throw wrongToken();
          }
          return agent;
        });
  }

  private void markUsed(Agent agent) {
    transactions.call(() -> agents.tokenUsed(agent.id(), agent.token(), transactions.now()));
  }

  private boolean isPending(Agent agent, AgentToken token) {
    return agent.rotation().pending(transactions.now()).filter(token::matches).isPresent();
  }

  private AgentProfile profileOf(Agent agent) {
    AgentSettings settings = agent.settings();
    Instant now = transactions.now();
    return new AgentProfile(
        agent.id(),
        settings.name(),
        settings.type(),
        settings.namespace(),
        settings.visibility(),
        settings.capabilities(),
        settings.concurrency(),
        new AgentOrders(agent.duty().mode(), agent.duty().version(), agent.rotation().waiting(now)),
        agent.expulsions());
  }

  private static ContractException wrongToken() {
    return new ContractException(ErrorCode.NOT_AUTHENTICATED, "not this agent's token");
  }
}
