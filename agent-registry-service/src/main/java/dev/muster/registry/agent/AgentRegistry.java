package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.registry.departure.Departures;
import dev.muster.registry.token.AgentToken;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * What can be done with one agent. Ids come as text: whatever isn't the id of an agent is answered
 * 2001.
 */
@ApplicationScoped
class AgentRegistry {
  private final Agents agents;
  private final IdempotencyKeys keys;
  private final Departures departures;
  private final DatabaseGate gate;
  private final InstantSource clock;

  AgentRegistry(
      Agents agents,
      IdempotencyKeys keys,
      Departures departures,
      DatabaseGate gate,
      InstantSource clock) {
    this.agents = agents;
    this.keys = keys;
    this.departures = departures;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Makes the agent, or finds the one that the same request made before. The token of a repeated
   * request can't be told again: only its hash was kept.
   */
  CreatedAgent create(CreateAgent wanted, Optional<IdempotentRequest> repeatable) {
    Optional<AgentToken> given = wanted.givenToken();
    AgentToken token = given.orElseGet(AgentToken::random);
    UUID id = Ids.next();
    return inTransaction(
        () -> {
          Instant now = now();
          UUID claimed = repeatable.map(request -> keys.claim(request, id, now)).orElse(id);
          if (!claimed.equals(id)) {
            return new CreatedAgent(claimed, null, true);
          }
          Agent agent = new Agent(id, now);
          agent.configure(wanted.settings(), now);
          agent.accept(token.hash(), now);
          agents.persist(agent);
          return new CreatedAgent(id, given.isPresent() ? null : token.reveal(), false);
        });
  }

  Agent get(String id, boolean publicOnly) {
    return inTransaction(
        () ->
            agents
                .findByIdOptional(parsed(id))
                .filter(agent -> !publicOnly || agent.isPublic())
                .orElseThrow(AgentRegistry::unknown));
  }

  /** Answers the new version. A new token ends the connection that the old one opened. */
  long change(String id, UpdateAgent wanted, String ifMatch) {
    UUID agentId = parsed(id);
    long version =
        inTransaction(
            () -> {
              Agent agent = agents.locked(agentId).orElseThrow(AgentRegistry::unknown);
              VersionTag.require(ifMatch, agent.version());
              AgentSettings settings = wanted.onto(agent.settings());
              if (!settings.equals(agent.settings())) {
                agent.configure(settings, now());
              }
              wanted.newToken().ifPresent(token -> agent.accept(token.hash(), now()));
              agents.flush();
              return agent.version();
            });
    if (wanted.newToken().isPresent()) {
      departures.tokenReplaced(agentId);
    }
    return version;
  }

  void delete(String id, String ifMatch) {
    UUID agentId = parsed(id);
    inTransaction(
        () -> {
          Agent agent = agents.locked(agentId).orElseThrow(AgentRegistry::unknown);
          VersionTag.require(ifMatch, agent.version());
          agents.delete(agent);
          return null;
        });
    departures.deleted(agentId, now());
  }

  AgentProfile profile(String id) {
    return profileOf(get(id, false));
  }

  /** Throws 1002 for a wrong token. */
  AgentProfile authenticate(String id, AgentToken token) {
    Agent agent = get(id, false);
    if (!token.matches(agent.token())) {
      throw new ContractException(ErrorCode.NOT_AUTHENTICATED, "not this agent's token");
    }
    return profileOf(agent);
  }

  private static AgentProfile profileOf(Agent agent) {
    AgentSettings settings = agent.settings();
    return new AgentProfile(
        agent.id(),
        settings.name(),
        settings.type(),
        settings.namespace(),
        settings.visibility(),
        settings.capabilities(),
        settings.concurrency());
  }

  private <T> T inTransaction(Callable<T> work) {
    return gate.call(() -> QuarkusTransaction.requiringNew().call(work));
  }

  /** As exact as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static UUID parsed(String id) {
    return Ids.parse(id).orElseThrow(AgentRegistry::unknown);
  }

  private static ContractException unknown() {
    return ContractException.notFound("agent");
  }
}
