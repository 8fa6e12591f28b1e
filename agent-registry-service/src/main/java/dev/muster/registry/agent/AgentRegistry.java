package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import dev.muster.registry.namespace.Namespaces;
import dev.muster.registry.token.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What can be done with one agent. Ids come as text: whatever isn't the id of an agent is answered
 * 2001.
 */
@ApplicationScoped
class AgentRegistry {
  private final Agents agents;
  private final Namespaces namespaces;
  private final IdempotencyKeys keys;
  private final Departures departures;
  private final Audit audit;
  private final RegistryTransactions transactions;

  AgentRegistry(
      Agents agents,
      Namespaces namespaces,
      IdempotencyKeys keys,
      Departures departures,
      Audit audit,
      RegistryTransactions transactions) {
    this.agents = agents;
    this.namespaces = namespaces;
    this.keys = keys;
    this.departures = departures;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * Makes the agent, or finds the one that the same request made before. The token of a repeated
   * request can't be told again: only its hash was kept.
   */
  CreatedAgent create(CreateAgent wanted, Optional<IdempotentRequest> repeatable) {
    Optional<AgentToken> given = wanted.givenToken();
    AgentToken token = given.orElseGet(AgentToken::random);
    UUID id = Ids.next();
    return transactions.call(
        () -> {
          Instant now = transactions.now();
          UUID claimed = repeatable.map(request -> keys.claim(request, id, now)).orElse(id);
          if (!claimed.equals(id)) {
            return new CreatedAgent(claimed, null, true);
          }
          AgentSettings settings = wanted.settings();
          namespaces.require(settings.namespace());
          Agent agent = new Agent(id, null, now);
          agent.configure(settings, now);
          agent.accept(token.hash(), now);
          agents.persist(agent);
          audit.record(AuditEvent.of("agent.create").on("agent", id).with("name", wanted.name()));
          return new CreatedAgent(id, given.isPresent() ? null : token.reveal(), false);
        });
  }

  Agent get(String id, boolean publicOnly) {
    return transactions.call(
        () ->
            Optional.of(agents.named(id))
                .filter(agent -> !publicOnly || agent.isPublic())
                .orElseThrow(Agents::unknown));
  }

  /** Answers the new version. A new token ends the connection that the old one opened. */
  long change(String id, UpdateAgent wanted, String ifMatch) {
    UUID agentId = Agents.parsed(id);
    long version =
        transactions.call(
            () -> {
              Agent agent = agents.locked(id);
              Instant now = transactions.now();
              VersionTag.require(ifMatch, agent.version());
              AgentSettings old = agent.settings();
              AgentSettings settings = wanted.onto(old);
              if (!settings.equals(old)) {
                if (!settings.namespace().equals(old.namespace())) {
                  namespaces.require(settings.namespace());
                  agents.requireNewMachineIn(settings.namespace(), agent);
                }
                agent.configure(settings, now);
                audit.record(AuditEvent.of("agent.change").on("agent", agentId));
              }
              wanted.newToken().ifPresent(token -> replaceToken(agent, token, now));
              agents.flush();
              return agent.version();
            });
    if (wanted.newToken().isPresent()) {
      departures.tokenReplaced(agentId);
    }
    return version;
  }

  void delete(String id, String ifMatch) {
    UUID agentId = Agents.parsed(id);
    try {
      remove(id, ifMatch);
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        // Whoever deleted it may have died before the gateways were told.
        departures.changed(agentId);
      }
      throw e;
    }
    departures.deleted(agentId, transactions.now());
  }

  private void remove(String id, String ifMatch) {
    transactions.call(
        () -> {
          Agent agent = agents.locked(id);
          VersionTag.require(ifMatch, agent.version());
          agents.delete(agent);
          audit.record(
              AuditEvent.of("agent.delete")
                  .on("agent", agent.id())
                  .with("name", agent.settings().name()));
          return null;
        });
  }

  private void replaceToken(Agent agent, AgentToken token, Instant now) {
    boolean cancels = agent.rotation().isWaiting(now);
    agent.accept(token.hash(), now);
    audit.record(AuditEvent.of("agent.token.replace").on("agent", agent.id()));
    if (cancels) {
      audit.record(agent.rotation().cancelled(agent.id()));
    }
  }
}
