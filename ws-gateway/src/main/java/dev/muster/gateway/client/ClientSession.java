package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.socket.InboundFrames;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import dev.muster.wire.FrameCodec;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A user's connection. Plain logic, owned by the connection's event loop. It ends with its token:
 * at the token's time, or when the token is revoked.
 */
final class ClientSession implements SocketSession {
  private final VerifiedToken token;
  private final GatewayConfig config;
  private final ClientPort port;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final InboundFrames inbound;
  private boolean closed;
  private boolean begun;
  private int underWay;

  ClientSession(
      VerifiedToken token,
      GatewayConfig config,
      ClientPort port,
      GatewayMetrics metrics,
      InstantSource clock) {
    this.token = token;
    this.config = config;
    this.port = port;
    this.metrics = metrics;
    this.clock = clock;
    this.inbound = new InboundFrames(config, metrics, this, clock.millis());
  }

  /** The first frames, once events reach this connection. */
  void begin() {
    if (closed || begun) {
      return;
    }
    begun = true;
    ObjectNode user = object().put("user_id", token.subject());
    var roles = user.putArray("roles");
    token.roles().stream().map(Role::wire).sorted().forEach(roles::add);
    user.put("expires_at", token.expiresAt().getEpochSecond());
    send("auth/ok", user, null);
    send("heartbeat", heartbeat(), null);
  }

  @Override
  public void text(String text) {
    if (closed || !inbound.admit(text, clock.millis())) {
      return;
    }
    try {
      frame(ClientFrame.read(text));
    } catch (ClientFrame.Unreadable e) {
      refuse(ErrorCode.BAD_PARAMETER, e.getMessage(), e.id());
      inbound.malformed();
    }
  }

  /** Something happened to a task of this user's, or of anybody's if this is an admin. */
  void event(String type, String frame) {
    if (begun && !closed) {
      port.send(type, frame);
    }
  }

  void answered(String requestId, String taskId, TaskAnswer answer) {
    underWay--;
    if (closed) {
      return;
    }
    switch (answer) {
      case TaskAnswer.Done(JsonNode body) -> {
        ObjectNode status = object();
        if (taskId != null) {
          status.put("task_id", taskId);
        }
        if (body instanceof ObjectNode members) {
          status.setAll(members);
        }
        send("task/status", status, requestId);
      }
      case TaskAnswer.Refused(int code, String message, JsonNode errors) -> {
        ObjectNode error = object().put("code", code).put("message", message);
        if (errors != null && !errors.isEmpty()) {
          error.set("errors", errors);
        }
        send("error", error, requestId);
      }
    }
  }

  void tick() {
    if (!clock.instant().isBefore(token.expiresAt())) {
      close(CloseReason.REAUTHENTICATE);
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (!closed) {
      closed = true;
      metrics.closed(reason.name().toLowerCase(Locale.ROOT));
      port.close(reason);
    }
  }

  @Override
  public void gone() {
    if (!closed) {
      closed = true;
      metrics.closed("peer");
    }
  }

  private void frame(ClientFrame frame) {
    switch (frame.type()) {
      case "heartbeat" -> {
        metrics.received("client", "heartbeat");
        send("heartbeat", heartbeat(), frame.id());
      }
      case "task/submit" -> {
        metrics.received("client", "task/submit");
        post("/api/v1/tasks", frame.payload(), frame.id(), null);
      }
      case "task/cancel" -> {
        metrics.received("client", "task/cancel");
        cancel(frame);
      }
      default -> {
        metrics.received("client", "unknown");
        refuse(ErrorCode.BAD_PARAMETER, "unknown type", frame.id());
      }
    }
  }

  private void cancel(ClientFrame frame) {
    Optional<UUID> taskId = Ids.parse(frame.payload().path("task_id").asText());
    if (taskId.isEmpty()) {
      refuse(ErrorCode.BAD_PARAMETER, "task_id must be a UUID", frame.id());
      return;
    }
    String id = taskId.get().toString();
    post("/api/v1/tasks/" + id + "/cancel", object(), frame.id(), id);
  }

  private void post(String path, JsonNode body, String requestId, String taskId) {
    if (underWay >= config.client().requests()) {
      refuse(ErrorCode.RATE_LIMITED, "too many requests wait for their answer", requestId);
      return;
    }
    underWay++;
    port.post(path, body, requestId, taskId);
  }

  private void refuse(ErrorCode code, String message, String replyTo) {
    send("error", object().put("code", code.code()).put("message", message), replyTo);
  }

  private ObjectNode heartbeat() {
    return object().put("interval", config.client().heartbeatInterval().toSeconds());
  }

  private void send(String type, JsonNode payload, String replyTo) {
    port.send(type, ClientFrame.write(type, payload, replyTo, clock.millis()));
  }

  private static ObjectNode object() {
    return FrameCodec.JSON.createObjectNode();
  }
}
