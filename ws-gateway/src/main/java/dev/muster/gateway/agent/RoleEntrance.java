package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.gateway.socket.Subprotocol;
import dev.muster.gateway.socket.Transport;
import dev.muster.id.Ids;
import dev.muster.wire.CloseReason;
import dev.muster.wire.FrameCodec;
import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Agents at {@code /ws?role=agent&agent_id=}. As there a refusal is told after the upgrade; an
 * unknown agent and a wrong token are refused alike.
 */
@Singleton
public class RoleEntrance {
  private static final UserData.TypedKey<Refused> REFUSED =
      new UserData.TypedKey<>("muster.agent.refused");

  private record Refused(ErrorCode code, String message, CloseReason reason) {}

  private final AgentCredentials credentials;
  private final Arrivals arrivals;
  private final GatewayConfig config;
  private final Clock clock;

  @Inject
  RoleEntrance(AgentCredentials credentials, Arrivals arrivals, GatewayConfig config, Clock clock) {
    this.credentials = credentials;
    this.arrivals = arrivals;
    this.config = config;
    this.clock = clock;
  }

  /** Looks at the credentials; always lets the upgrade happen. */
  public Uni<CheckResult> upgrade(HttpUpgradeContext context) {
    Transport.remember(context);
    return admission(context.httpRequest())
        .map(admission -> AgentUpgrade.admit(context, admission))
        .onFailure()
        .recoverWithItem(
            failure -> {
              context.userData().put(REFUSED, refusal(failure));
              return CheckResult.permitUpgradeSync();
            });
  }

  /** Whether the socket is an agent's, let in or not. */
  public boolean isAgents(WebSocketConnection socket) {
    return socket.userData().get(Admission.KEY) != null || socket.userData().get(REFUSED) != null;
  }

  /**
   * On the connection's event loop.
   *
   * @param seat told of the session, and of what is done when the socket is gone; not when the
   *     agent isn't let in
   */
  public void open(WebSocketConnection socket, BiConsumer<SocketSession, Runnable> seat) {
    Refused refused = socket.userData().get(REFUSED);
    if (refused != null) {
      tell(arrivals.link(socket), refused);
    } else {
      arrivals
          .of(socket, profile -> new RoleDialect(profile, config.heartbeatInterval()))
          .ifPresent(arrival -> seat.accept(arrival.session(), arrival.leave()));
    }
  }

  private Uni<Admission> admission(HttpServerRequest request) {
    Optional<UUID> agentId = Ids.parse(request.getParam("agent_id"));
    Optional<String> token = token(request);
    return agentId.isEmpty() || token.isEmpty()
        ? Uni.createFrom().failure(AgentCredentials.refused())
        : credentials.byToken(agentId.get(), token.get(), request);
  }

  /** The first place where there is anything counts. */
  private Optional<String> token(HttpServerRequest request) {
    if (request.getHeader("Authorization") != null) {
      return BearerHeader.token(request);
    }
    String offered = request.getHeader("Sec-WebSocket-Protocol");
    if (offered != null) {
      return Subprotocol.credential(offered, AgentUpgrade.PROTOCOL)
          .or(() -> Subprotocol.credential(offered, "bearer"));
    }
    return config.queryToken()
        ? Optional.ofNullable(request.getParam("agent_token")).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static Refused refusal(Throwable failure) {
    ErrorCode code =
        failure instanceof ContractException refused ? refused.code() : ErrorCode.SERVER_ERROR;
    return switch (code) {
      case NOT_AUTHENTICATED, NOT_FOUND ->
          new Refused(
              ErrorCode.NOT_AUTHENTICATED,
              ErrorCode.NOT_AUTHENTICATED.sentence(),
              CloseReason.REAUTHENTICATE);
      case FORBIDDEN -> new Refused(code, code.sentence(), CloseReason.FORBIDDEN);
      default -> new Refused(code, code.sentence(), CloseReason.TRY_LATER);
    };
  }

  private void tell(SocketLink link, Refused refused) {
    link.send(
        "auth/error",
        TypedFrame.write(
            Ids.next().toString(),
            "auth/error",
            clock.millis(),
            FrameCodec.JSON
                .createObjectNode()
                .put("code", refused.code().code())
                .put("message", refused.message()),
            Map.of()));
    link.close(refused.reason(), refused.reason().sentence());
  }
}
