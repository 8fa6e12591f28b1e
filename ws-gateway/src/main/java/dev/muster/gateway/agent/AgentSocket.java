package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.socket.Capacity;
import dev.muster.gateway.socket.SessionSocket;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.internal.AgentProfile;
import dev.muster.wire.CloseReason;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;

/** The socket of {@code /ws/agent/{agent_id}}; everything runs on the connection's event loop. */
@WebSocket(
    path = "/ws/agent/{agent_id}",
    endpointId = AgentSocket.ENDPOINT,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@NonBlocking
class AgentSocket extends SessionSocket {
  static final String ENDPOINT = "agent";

  @Inject GatewayConfig config;
  @Inject GatewayId gatewayId;
  @Inject GatewayMetrics metrics;
  @Inject AgentConnections connections;
  @Inject AgentWorld world;
  @Inject Banishments banishments;
  @Inject AgentTokens tokens;
  @Inject Standings standings;
  @Inject Capacity capacity;
  @Inject Clock clock;

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection socket) {
    SocketLink link = new SocketLink(socket, Vertx.currentContext(), config, metrics, ENDPOINT);
    if (!capacity.enter()) {
      link.close(CloseReason.TRY_LATER, CloseReason.TRY_LATER.sentence());
      return;
    }
    AgentUpgrade.Admission admission = socket.userData().get(AgentUpgrade.ADMISSION);
    AgentProfile profile = admission.profile();
    AgentConnection connection = new AgentConnection(profile.id(), link, world);
    AgentSession session =
        new AgentSession(profile, gatewayId.toString(), config, connection, metrics, clock);
    connection.begin(session);
    seat(socket, session, () -> leave(connection));
    connections.add(connection);
    if (capacity.isDraining()) {
      session.close(CloseReason.DRAINING);
    } else if (banishments.isBanishedSince(profile.id(), admission.askedAt())) {
      session.close(CloseReason.FORBIDDEN);
    } else if (tokens.changes() != admission.changes()) {
      // Perhaps this agent's: what it came in with may be out of date.
      standings.changed(profile.id());
    }
  }

  private void leave(AgentConnection connection) {
    connections.remove(connection);
    capacity.leave();
  }
}
