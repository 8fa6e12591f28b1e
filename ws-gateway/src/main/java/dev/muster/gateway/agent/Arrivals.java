package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayId;
import dev.muster.gateway.socket.Admissions;
import dev.muster.gateway.socket.Capacity;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.internal.AgentProfile;
import dev.muster.wire.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * Begins the sessions of admitted agents: one agent is one agent, whichever endpoint it comes to.
 * To be called on the connection's event loop.
 */
@Singleton
class Arrivals {
  private static final String ROLE = "agent";

  private final GatewayId gatewayId;
  private final AgentConnections connections;
  private final AgentWorld world;
  private final Banishments banishments;
  private final AgentTokens tokens;
  private final Standings standings;
  private final KeyWatch keys;
  private final Capacity capacity;
  private final Admissions admissions;
  private final Clock clock;

  @Inject
  Arrivals(
      GatewayId gatewayId,
      AgentConnections connections,
      AgentWorld world,
      Banishments banishments,
      AgentTokens tokens,
      Standings standings,
      KeyWatch keys,
      Capacity capacity,
      Admissions admissions,
      Clock clock) {
    this.gatewayId = gatewayId;
    this.connections = connections;
    this.world = world;
    this.banishments = banishments;
    this.tokens = tokens;
    this.standings = standings;
    this.keys = keys;
    this.capacity = capacity;
    this.admissions = admissions;
    this.clock = clock;
  }

  /** Empty, and told so, when there is no room. */
  Optional<Arrival> of(WebSocketConnection socket, Function<AgentProfile, AgentDialect> dialects) {
    SocketLink link = link(socket);
    if (!capacity.enter()) {
      link.close(CloseReason.TRY_LATER, CloseReason.TRY_LATER.sentence());
      return Optional.empty();
    }
    Admission admission = socket.userData().get(Admission.KEY);
    AgentProfile profile = admission.profile();
    AgentConnection connection = new AgentConnection(profile.id(), admission.key(), link, world);
    AgentSession session =
        new AgentSession(
            profile,
            gatewayId.toString(),
            world.config(),
            connection,
            dialects.apply(profile),
            world.metrics(),
            clock);
    connection.begin(session);
    connections.add(connection);
    begin(connection, session, admission);
    return Optional.of(new Arrival(connection, () -> leave(connection)));
  }

  SocketLink link(WebSocketConnection socket) {
    return new SocketLink(
        socket, Vertx.currentContext(), world.config(), world.metrics(), admissions, ROLE);
  }

  private void begin(AgentConnection connection, AgentSession session, Admission admission) {
    AgentProfile profile = admission.profile();
    if (capacity.isDraining()) {
      session.close(CloseReason.DRAINING);
    } else if (banishments.isBanishedSince(profile.id(), admission.askedAt())) {
      session.close(CloseReason.FORBIDDEN);
    } else if (keys.isOver(connection)) {
      session.close(CloseReason.REAUTHENTICATE);
    } else {
      session.greet();
      if (tokens.changes() != admission.changes()) {
        // Perhaps this agent's: what it came in with may be out of date.
        standings.changed(profile.id());
      }
    }
  }

  private void leave(AgentConnection connection) {
    connections.remove(connection);
    capacity.leave();
  }

  /** What a socket needs to seat an agent. */
  record Arrival(SocketSession session, Runnable leave) {}
}
