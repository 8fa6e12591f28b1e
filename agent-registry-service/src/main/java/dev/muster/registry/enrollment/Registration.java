package dev.muster.registry.enrollment;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.audit.RefusalAudit;
import dev.muster.registry.agent.Agent;
import dev.muster.registry.agent.AgentLimits;
import dev.muster.registry.agent.AgentSettings;
import dev.muster.registry.agent.Agents;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import dev.muster.registry.token.AgentToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes agents of machines that show an enrolment token. A machine is one agent per namespace: when
 * it comes again it is given a new token, and the old one is dead. What an administrator has set
 * since stays.
 */
@ApplicationScoped
class Registration {
  private static final String ENROLL = "agent.enroll";
  private static final String TOKEN = "enrollment_token";
  private static final long TELL_WITHIN_MS = 1_000;

  private final EnrollmentTokens tokens;
  private final Agents agents;
  private final Departures departures;
  private final SocketAddress sockets;
  private final Audit audit;
  private final RefusalAudit refusals;
  private final RegistryTransactions transactions;

  Registration(
      EnrollmentTokens tokens,
      Agents agents,
      Departures departures,
      SocketAddress sockets,
      Audit audit,
      RefusalAudit refusals,
      RegistryTransactions transactions) {
    this.tokens = tokens;
    this.agents = agents;
    this.departures = departures;
    this.sockets = sockets;
    this.audit = audit;
    this.refusals = refusals;
    this.transactions = transactions;
  }

  private record Settled(UUID agentId, boolean known, boolean tokenWasUsed) {}

  /**
   * Throws 1002, with one sentence for all reasons, unless the token is valid for this machine: a
   * one-time token that was spent is valid for the same machine until the machine has used what it
   * got, so that a request whose answer was lost can be repeated.
   */
  RegisteredAgent register(RegisterAgent wanted) {
    EnrollmentSecret secret =
        EnrollmentSecret.parse(wanted.enrollmentToken())
            .orElseThrow(() -> refused(AuditEvent.of(ENROLL)));
    AgentToken agentToken = AgentToken.random();
    Settled settled =
        transactions
            .call(() -> settle(wanted, secret, agentToken))
            .orElseThrow(() -> refused(AuditEvent.of(ENROLL).on(TOKEN, secret.id())));
    if (settled.tokenWasUsed()) {
      endOldConnection(settled.agentId());
    }
    return new RegisteredAgent(
        settled.agentId(), agentToken.reveal(), sockets.of(settled.agentId()), settled.known());
  }

  /** Empty, and nothing was changed, when the token is not valid for this machine. */
  private Optional<Settled> settle(
      RegisterAgent wanted, EnrollmentSecret secret, AgentToken agentToken) {
    Optional<EnrollmentToken> valid =
        tokens.locked(secret).filter(found -> !found.isExpired(transactions.now()));
    if (valid.isEmpty()) {
      return Optional.empty();
    }
    EnrollmentToken token = valid.get();
    Optional<Agent> known = agents.ofMachine(token.namespace(), wanted.machineId());
    // Not before the locks: those who had them may have written a later time.
    Instant now = transactions.now();
    if (token.spentOn() != null
        && known
            .filter(agent -> agent.id().equals(token.spentOn()) && !agent.isTokenUsed())
            .isEmpty()) {
      return Optional.empty();
    }
    boolean tokenWasUsed = known.isPresent() && known.get().isTokenUsed();
    Agent agent = known.orElseGet(() -> made(wanted, token, now));
    agent.runs(wanted.version(), now);
    boolean cancels = agent.rotation().isWaiting(now);
    agent.accept(agentToken.hash(), now);
    token.used(agent.id(), now);
    if (known.isEmpty()) {
      agents.persist(agent);
    }
    record(agent, token, known.isPresent(), cancels);
    return Optional.of(new Settled(agent.id(), known.isPresent(), tokenWasUsed));
  }

  /** Whoever shows the enrolment token is the agent from now on. */
  private void record(Agent agent, EnrollmentToken token, boolean again, boolean cancels) {
    Actor itself = Actor.agent(agent.id());
    audit.record(
        AuditEvent.of(ENROLL)
            .by(itself)
            .on("agent", agent.id())
            .with(TOKEN, token.id())
            .with("again", again));
    if (cancels) {
      audit.record(agent.rotation().cancelled(agent.id()).by(itself));
    }
  }

  private static Agent made(RegisterAgent wanted, EnrollmentToken token, Instant now) {
    AgentSettings settings = wanted.settings(token);
    if (settings.tags().size() > AgentLimits.LIST) {
      throw ContractException.badParameter(
          "tags", "must be at most " + AgentLimits.LIST + " with those of the enrolment token");
    }
    Agent agent = new Agent(Ids.next(), wanted.machineId(), now);
    agent.configure(settings, now);
    return agent;
  }

  /**
   * Before the answer, as the agent's next connection must not be taken for the old one. A notice
   * that Redis doesn't take in time comes later, and costs the agent one more connection.
   */
  private void endOldConnection(UUID agentId) {
    try {
      departures
          .thrownOut(agentId, "the agent's token was replaced")
          .toCompletableFuture()
          .get(TELL_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It is tried again by itself; nothing hangs on it but how soon the old connection ends.
    }
  }

  /** Without what was shown, which may be a secret of something else. */
  private ContractException refused(AuditEvent event) {
    refusals.record(event.denied(ErrorCode.NOT_AUTHENTICATED));
    return new ContractException(
        ErrorCode.NOT_AUTHENTICATED, "the enrolment token is not valid here");
  }
}
