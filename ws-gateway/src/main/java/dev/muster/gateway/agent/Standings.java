package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.AgentsAsked;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.thread.Apart;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Asks agent-registry-service what it wants of connected agents: of one when a notice says that it
 * changed, of all when notices may have been missed. Those that can't be asked about now are asked
 * about again. At most as many wait as are connected.
 */
@Singleton
class Standings {
  private static final Logger LOG = Logger.getLogger(Standings.class);

  private final InternalClient client;
  private final AgentConnections connections;
  private final Set<UUID> due = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();
  private BiConsumer<UUID, String> banish = (agentId, reason) -> {};

  @Inject
  Standings(InternalClient client, AgentConnections connections) {
    this.client = client;
    this.connections = connections;
  }

  /** What is done with an agent that is not to be connected. */
  void onBanished(BiConsumer<UUID, String> banished) {
    banish = banished;
  }

  void changed(UUID agentId) {
    if (!connections.of(agentId).isEmpty()) {
      due.add(agentId);
      ask();
    }
  }

  void allMayHaveChanged() {
    connections.forEach(each -> due.add(each.agentId()));
    ask();
  }

  /** To be called now and then; never blocks. */
  void ask() {
    if (!due.isEmpty() && asking.compareAndSet(false, true)) {
      Apart.run(this::askAll);
    }
  }

  private void askAll() {
    boolean answered = true;
    try {
      while (answered && !due.isEmpty()) {
        answered = askSome();
      }
    } finally {
      asking.set(false);
    }
    if (answered) {
      // What came between the last look and the flag's fall.
      ask();
    }
  }

  private boolean askSome() {
    List<UUID> ids = new ArrayList<>(due.stream().limit(AgentsAsked.MOST).toList());
    ids.forEach(due::remove);
    ids.removeIf(id -> connections.of(id).isEmpty());
    if (ids.isEmpty()) {
      return true;
    }
    try {
      apply(ids, profiles(ids));
      return true;
    } catch (ContractException e) {
      LOG.warnf("%d agents can't be asked about now: %s", ids.size(), e.getMessage());
      due.addAll(ids);
      return false;
    }
  }

  private List<AgentProfile> profiles(List<UUID> ids) {
    return client
        .post(
            Peer.REGISTRY,
            "/internal/agents/profiles",
            new AgentsAsked(ids),
            AgentsAsked.Known.class)
        .items();
  }

  private void apply(List<UUID> ids, List<AgentProfile> profiles) {
    Set<UUID> unknown = new HashSet<>(ids);
    for (AgentProfile profile : profiles) {
      unknown.remove(profile.id());
      if (profile.orders().mode() == AgentMode.QUARANTINED) {
        banish.accept(profile.id(), "in quarantine");
      } else {
        connections.of(profile.id()).forEach(each -> each.run(session -> heard(session, profile)));
      }
    }
    unknown.forEach(id -> banish.accept(id, "the agent was deleted"));
  }

  private static void heard(AgentSession session, AgentProfile profile) {
    session.expelled(profile.expulsions());
    session.heard(profile.orders());
  }
}
