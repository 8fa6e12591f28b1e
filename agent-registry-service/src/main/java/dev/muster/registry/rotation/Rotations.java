package dev.muster.registry.rotation;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.TokenOffer;
import dev.muster.kit.audit.Audit;
import dev.muster.registry.agent.Agent;
import dev.muster.registry.agent.Agents;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import dev.muster.registry.token.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Gives agents new tokens without cutting them off. An administrator asks; the agent's gateway, now
 * or when the agent comes, fetches a new token, which is made at that moment and kept as a hash
 * beside the old one's; the agent shows it, and the old one is dead.
 */
@ApplicationScoped
class Rotations {
  private final Agents agents;
  private final Departures departures;
  private final RotationConfig config;
  private final Audit audit;
  private final RegistryTransactions transactions;

  Rotations(
      Agents agents,
      Departures departures,
      RotationConfig config,
      Audit audit,
      RegistryTransactions transactions) {
    this.agents = agents;
    this.departures = departures;
    this.config = config;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** While one waits it begins anew: the agent is made another offer. */
  RotationView ask(String id, String reason) {
    Agent agent =
        transactions.call(
            () -> {
              Agent locked = agents.locked(id);
              locked.rotation().ask(reason, transactions.now(), config.timeout());
              audit.record(
                  locked.rotation().event("agent.token.rotate", locked.id()).because(reason));
              return locked;
            });
    departures.changed(agent.id());
    return RotationView.of(agent.rotation(), transactions.now()).orElseThrow();
  }

  /** Makes a token for the agent that waits for one; throws 2002 when it doesn't. */
  TokenOffer offer(String id) {
    AgentToken token = AgentToken.random();
    return transactions.call(
        () -> {
          Agent agent = agents.locked(id);
          Instant now = transactions.now();
          long number = agent.rotation().waiting(now);
          if (number == 0) {
            throw new ContractException(ErrorCode.CONFLICT, "no rotation waits for this agent");
          }
          agent.rotation().offer(token.hash(), now);
          audit.record(agent.rotation().event("agent.token.offer", agent.id()));
          return new TokenOffer(number, token.reveal());
        });
  }
}
