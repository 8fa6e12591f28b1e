package dev.muster.gateway.client;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.agent.RoleEntrance;
import dev.muster.gateway.feed.Feed;
import dev.muster.gateway.output.LogWatches;
import dev.muster.gateway.socket.AdmissionCheck;
import dev.muster.gateway.socket.Admissions;
import dev.muster.gateway.socket.Capacity;
import dev.muster.gateway.socket.SessionSocket;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import dev.muster.wire.FrameCodec;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The socket of {@code /ws}; everything runs on the connection's event loop. */
@WebSocket(
    path = "/ws",
    endpointId = ClientSocket.ENDPOINT,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class ClientSocket extends SessionSocket {
  static final String ENDPOINT = AdmissionCheck.CLIENTS;
  private static final long EVENTS_WITHIN_MS = 1_000;

  @Inject GatewayConfig config;
  @Inject GatewayMetrics metrics;
  @Inject ClientConnections connections;
  @Inject TaskCalls calls;
  @Inject Feed feed;
  @Inject LogWatches watches;
  @Inject TokenVerifier verifier;
  @Inject Capacity capacity;
  @Inject RoleEntrance agents;
  @Inject Admissions admissions;
  @Inject Clock clock;

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection socket) {
    if (agents.isAgents(socket)) {
      agents.open(socket, (session, leave) -> seat(socket, session, leave));
      return;
    }
    SocketLink link =
        new SocketLink(socket, Vertx.currentContext(), config, metrics, admissions, ENDPOINT);
    switch (socket.userData().get(ClientUpgrade.ADMISSION)) {
      case ClientAdmission.Refused refused -> refuse(link, refused);
      case ClientAdmission.TurnedAway() ->
          link.close(CloseReason.TRY_LATER, CloseReason.TRY_LATER.sentence());
      case ClientAdmission.Admitted(VerifiedToken token) -> {
        if (capacity.enter()) {
          begin(socket, link, token);
        } else {
          link.close(CloseReason.TRY_LATER, CloseReason.TRY_LATER.sentence());
        }
      }
    }
  }

  private void begin(WebSocketConnection socket, SocketLink link, VerifiedToken token) {
    ClientConnection connection = new ClientConnection(token, link, calls, feed, watches);
    ClientSession session = new ClientSession(token, config, connection, metrics, clock);
    connection.begin(session);
    seat(socket, session, () -> leave(connection));
    connections.add(connection);
    if (capacity.isDraining()) {
      session.close(CloseReason.DRAINING);
    } else if (!verifier.isStillGood(token)) {
      // Revoked after the handshake looked at it and before this connection could be found.
      session.close(CloseReason.REAUTHENTICATE);
    } else {
      greet(connection);
    }
  }

  /**
   * Waits a little for the feed, so that whoever was greeted misses nothing; not for long, as those
   * who come and go while Redis is away would pile up there.
   */
  private void greet(ClientConnection connection) {
    var unused =
        feed.wanted()
            .copy()
            .orTimeout(EVENTS_WITHIN_MS, TimeUnit.MILLISECONDS)
            .whenComplete((done, late) -> connection.run(session -> session.begin(late == null)));
  }

  private void leave(ClientConnection connection) {
    connections.remove(connection);
    capacity.leave();
  }

  private void refuse(SocketLink link, ClientAdmission.Refused refused) {
    link.send(
        "auth/error",
        ClientFrame.write(
            "auth/error",
            FrameCodec.JSON
                .createObjectNode()
                .put("code", refused.code().code())
                .put("message", refused.message()),
            null,
            clock.millis()));
    link.close(refused.reason(), refused.reason().sentence());
  }
}
