package dev.muster.registry.duty;

import dev.muster.error.ContractException;
import dev.muster.internal.AgentIntake;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.registry.agent.Agent;
import dev.muster.registry.agent.Agents;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.departure.Departures;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells task-service who may get tasks. What isn't noted as told is told again every two seconds,
 * to the gateways too, by every replica: telling it twice is harmless, and so is telling an older
 * state late. What a replica told nobody because it died is told by another within half a minute.
 */
@ApplicationScoped
class Intakes {
  private static final Logger LOG = Logger.getLogger(Intakes.class);

  private static final int ROUNDS_PER_LOOK = 15;

  private final Agents agents;
  private final InternalClient client;
  private final Departures departures;
  private final RegistryTransactions transactions;
  private volatile boolean owed = true;
  private int rounds;

  Intakes(
      Agents agents,
      InternalClient client,
      Departures departures,
      RegistryTransactions transactions) {
    this.agents = agents;
    this.client = client;
    this.departures = departures;
    this.transactions = transactions;
  }

  /** Blocks; true when task-service has confirmed, false when task-service is away. */
  boolean tell(Agent agent) {
    owed = true;
    try {
      client.put(
          Peer.TASK,
          "/internal/agents/" + agent.id() + "/intake",
          new AgentIntake(agent.duty().mode(), agent.duty().version(), agent.namespace()),
          Void.class);
    } catch (ContractException e) {
      LOG.warnf(
          "task-service doesn't know yet that agent %s is %s: %s",
          agent.id(), agent.duty().mode().wire(), e.getMessage());
      return false;
    }
    return true;
  }

  /** Notes that everybody knows of this state, or of a later one. */
  void told(Agent agent) {
    long version = agent.duty().version();
    transactions.call(
        () ->
            agents
                .getEntityManager()
                .createNativeQuery(DutySql.TOLD)
                .setParameter(1, version)
                .setParameter(2, agent.id())
                .setParameter(3, version)
                .setParameter(4, version)
                .executeUpdate());
  }

  @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tellAgain() {
    // What another replica left behind is looked for rarely: each look keeps a connection open.
    if (!owed && ++rounds % ROUNDS_PER_LOOK != 0) {
      return;
    }
    owed = false;
    for (Agent agent : untold()) {
      if (!tell(agent)) {
        return;
      }
      departures.changed(agent.id());
      told(agent);
    }
  }

  private List<Agent> untold() {
    return transactions.call(
        () -> {
          List<UUID> ids = new ArrayList<>();
          for (Object id :
              agents.getEntityManager().createNativeQuery(DutySql.UNTOLD).getResultList()) {
            ids.add((UUID) id);
          }
          return agents.ofIds(ids);
        });
  }
}
