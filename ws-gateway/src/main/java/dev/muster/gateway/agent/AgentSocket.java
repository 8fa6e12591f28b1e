package dev.muster.gateway.agent;

import dev.muster.gateway.socket.SessionSocket;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;

/** The socket of {@code /ws/agent/{agent_id}}; everything runs on the connection's event loop. */
@WebSocket(
    path = "/ws/agent/{agent_id}",
    endpointId = AgentSocket.ENDPOINT,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@NonBlocking
class AgentSocket extends SessionSocket {
  static final String ENDPOINT = "agent";

  @Inject Arrivals arrivals;

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection socket) {
    arrivals
        .of(socket, profile -> new PathDialect())
        .ifPresent(arrival -> seat(socket, arrival.session(), arrival.leave()));
  }
}
