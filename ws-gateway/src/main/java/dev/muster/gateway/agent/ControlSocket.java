package dev.muster.gateway.agent;

import dev.muster.gateway.socket.SessionSocket;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;

/** The control channel; everything runs on the connection's event loop. */
@WebSocket(path = "/api/v1/agents/control", endpointId = ControlSocket.ENDPOINT)
@NonBlocking
class ControlSocket extends SessionSocket {
  static final String ENDPOINT = "control";

  @Inject Arrivals arrivals;

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection socket) {
    arrivals
        .of(socket, ControlDialect::new)
        .ifPresent(arrival -> seat(socket, arrival.session(), arrival.leave()));
  }
}
