package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayMetrics;
import io.netty.channel.EventLoop;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The agents' connections to this process. An agent has more than one for the moment in which a new
 * one replaces an old one.
 */
@Singleton
class AgentConnections {
  private final Map<UUID, List<AgentConnection>> byAgent = new ConcurrentHashMap<>();
  private final Map<EventLoop, Neighbours> byLoop = new ConcurrentHashMap<>();
  private final Set<AgentConnection> withKey = ConcurrentHashMap.newKeySet();

  @Inject
  AgentConnections(GatewayMetrics metrics) {
    metrics.connections("agent", this, AgentConnections::size);
  }

  /** On the connection's event loop, as {@link #remove}. */
  void add(AgentConnection connection) {
    byAgent.merge(connection.agentId(), List.of(connection), AgentConnections::joined);
    Neighbours neighbours =
        byLoop.computeIfAbsent(connection.eventLoop(), loop -> new Neighbours());
    connection.begin(neighbours);
    neighbours.add(connection);
    if (connection.key().isPresent()) {
      withKey.add(connection);
    }
  }

  void remove(AgentConnection connection) {
    byAgent.computeIfPresent(
        connection.agentId(),
        (id, all) -> {
          List<AgentConnection> rest = all.stream().filter(each -> each != connection).toList();
          return rest.isEmpty() ? null : rest;
        });
    byLoop.get(connection.eventLoop()).remove(connection);
    withKey.remove(connection);
  }

  /** Oldest first. */
  List<AgentConnection> of(UUID agentId) {
    return byAgent.getOrDefault(agentId, List.of());
  }

  /** The one that commands go to: the newest that has registered. */
  Optional<AgentConnection> current(UUID agentId) {
    return of(agentId).reversed().stream().filter(AgentConnection::isRegistered).findFirst();
  }

  void forEach(Consumer<AgentConnection> work) {
    byAgent.values().forEach(all -> all.forEach(work));
  }

  /** The periodic work of all, in one task for each event loop. */
  void tick(long now) {
    byLoop.values().forEach(neighbours -> neighbours.tick(now));
  }

  /** Those that came in with an API key. */
  void forEachWithKey(Consumer<AgentConnection> work) {
    withKey.forEach(work);
  }

  int size() {
    int size = 0;
    for (Neighbours neighbours : byLoop.values()) {
      size += neighbours.size();
    }
    return size;
  }

  private static List<AgentConnection> joined(
      List<AgentConnection> before, List<AgentConnection> added) {
    List<AgentConnection> all = new ArrayList<>(before);
    all.addAll(added);
    return List.copyOf(all);
  }
}
