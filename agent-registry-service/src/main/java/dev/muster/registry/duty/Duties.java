package dev.muster.registry.duty;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.AgentMode;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.registry.agent.Agent;
import dev.muster.registry.agent.Agents;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Whether an agent gets work. The mode is committed first; then task-service is told, which from
 * its answer on dispatches nothing more, then the agent's gateway; last it is noted that both were.
 * A process that dies in between is made up for by {@link Intakes}.
 */
@ApplicationScoped
class Duties {
  private final Agents agents;
  private final Intakes intakes;
  private final Departures departures;
  private final Audit audit;
  private final RegistryTransactions transactions;

  Duties(
      Agents agents,
      Intakes intakes,
      Departures departures,
      Audit audit,
      RegistryTransactions transactions) {
    this.agents = agents;
    this.intakes = intakes;
    this.departures = departures;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** Throws 2002 in quarantine: draining would let the agent in again. */
  DutyView drain(String id, String reason) {
    return order(id, AgentMode.DRAINING, reason);
  }

  DutyView resume(String id, String reason) {
    return order(id, AgentMode.ACTIVE, reason);
  }

  DutyView quarantine(String id, String reason) {
    return order(id, AgentMode.QUARANTINED, reason);
  }

  /** Closes the agent's socket once; it may come back. */
  void kick(String id, String reason) {
    Agent agent =
        transactions.call(
            () -> {
              Agent locked = agents.locked(id);
              locked.expel();
              record("agent.kick", locked.id(), reason);
              return locked;
            });
    var unused = departures.thrownOut(agent.id(), sentence("thrown out", reason));
  }

  private DutyView order(String id, AgentMode mode, String reason) {
    Agent agent =
        transactions.call(
            () -> {
              Agent locked = agents.locked(id);
              if (mode == AgentMode.DRAINING && locked.duty().mode() == AgentMode.QUARANTINED) {
                throw new ContractException(
                    ErrorCode.CONFLICT, "the agent is in quarantine: resume it first");
              }
              if (locked.order(mode, reason, transactions.now())) {
                record(action(mode), locked.id(), reason);
              }
              return locked;
            });
    boolean known = agent.duty().isTold();
    boolean effective = known || intakes.tell(agent);
    if (mode == AgentMode.QUARANTINED) {
      var unused = departures.thrownOut(agent.id(), sentence("in quarantine", reason));
    } else {
      departures.changed(agent.id());
    }
    if (effective && !known) {
      intakes.told(agent);
    }
    return DutyView.of(agent.duty(), effective);
  }

  private void record(String action, UUID agentId, String reason) {
    audit.record(AuditEvent.of(action).on("agent", agentId).because(reason));
  }

  private static String action(AgentMode mode) {
    return switch (mode) {
      case ACTIVE -> "agent.resume";
      case DRAINING -> "agent.drain";
      case QUARANTINED -> "agent.quarantine";
    };
  }

  private static String sentence(String what, String reason) {
    return reason.isEmpty() ? what : what + ": " + reason;
  }
}
