package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.feed.FeedEvent;
import dev.muster.gateway.feed.Position;
import dev.muster.gateway.socket.InboundFrames;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import java.time.InstantSource;
import java.util.List;
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
  private final Outgoing out;
  private final TaskStreams tasks;
  private final ClientFeed feed;
  private boolean closed;
  private boolean begun;
  private boolean feedReady;
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
    this.out = new Outgoing(port, clock);
    this.tasks = new TaskStreams(config, port, out, metrics);
    this.feed =
        new ClientFeed(port, out, metrics, event -> !tasks.has(event.taskId()) && maySee(event));
  }

  /**
   * The first frames.
   *
   * @param inTime whether events reach this connection; else {@link #tick} finds that they do
   */
  void begin(boolean inTime) {
    if (closed || begun) {
      return;
    }
    begun = true;
    feedReady = inTime;
    ObjectNode user = Outgoing.object().put("user_id", token.subject());
    var roles = user.putArray("roles");
    token.roles().stream().map(Role::wire).sorted().forEach(roles::add);
    user.put("expires_at", token.expiresAt().getEpochSecond());
    out.send("auth/ok", user, null);
    out.send("heartbeat", heartbeat(), null);
    if (inTime) {
      feed.ready(true, clock.millis() + config.client().resumeWithin().toMillis());
    }
  }

  @Override
  public void text(String text) {
    if (closed || !inbound.admit(text, clock.millis())) {
      return;
    }
    try {
      frame(ClientFrame.read(text));
    } catch (ClientFrame.Unreadable e) {
      out.refuse(ErrorCode.BAD_PARAMETER, e.getMessage(), e.id());
      inbound.malformed();
    }
  }

  /** They happened to tasks of this user's, or of anybody's if this is an admin. */
  void events(List<FeedEvent> events) {
    for (FeedEvent event : events) {
      if (closed) {
        return;
      }
      if (tasks.has(event.taskId())) {
        tasks.live(event);
      } else {
        feed.live(event);
      }
    }
  }

  /** Events may be missing before those that come next. */
  void feedRestarted(Position start) {
    if (!closed) {
      feed.restarted(start);
      tasks.recheck();
    }
  }

  /** There is room for what waited for it. */
  void room() {
    if (!closed) {
      feed.pump();
      tasks.pump();
    }
  }

  void answered(String requestId, String taskId, TaskAnswer<JsonNode> answer) {
    underWay--;
    if (closed) {
      return;
    }
    switch (answer) {
      case TaskAnswer.Done<JsonNode>(JsonNode body) -> {
        ObjectNode status = Outgoing.object();
        if (taskId != null) {
          status.put("task_id", taskId);
        }
        if (body instanceof ObjectNode members) {
          status.setAll(members);
        }
        out.send("task/status", status, requestId);
      }
      case TaskAnswer.Refused<JsonNode> refused -> out.refuse(refused, null, requestId);
    }
  }

  void tick() {
    if (!clock.instant().isBefore(token.expiresAt())) {
      close(CloseReason.REAUTHENTICATE);
    }
    if (closed) {
      return;
    }
    if (begun && !feedReady && port.isFeedReady()) {
      // They reach a connection that was greeted before.
      feedReady = true;
      feed.ready(false, clock.millis());
      tasks.recheck();
    }
    if (feed.tick(clock.millis())) {
      tasks.tick();
    } else {
      close(CloseReason.TOO_SLOW);
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (!closed) {
      closed = true;
      metrics.closed(reason.name().toLowerCase(Locale.ROOT));
      port.close(reason);
      tasks.end();
    }
  }

  @Override
  public void gone() {
    if (!closed) {
      closed = true;
      metrics.closed("peer");
      tasks.end();
    }
  }

  private void frame(ClientFrame frame) {
    switch (frame.type()) {
      case "heartbeat" -> {
        metrics.received("client", "heartbeat");
        feed.release();
        answerHeartbeat(frame.id());
      }
      case "task/submit" -> {
        metrics.received("client", "task/submit");
        feed.release();
        post("/api/v1/tasks", frame.payload(), frame.id(), null);
      }
      case "task/cancel" -> {
        metrics.received("client", "task/cancel");
        feed.release();
        cancel(frame);
      }
      case "subscribe" -> {
        metrics.received("client", "subscribe");
        subscribe(frame);
      }
      case "unsubscribe" -> {
        metrics.received("client", "unsubscribe");
        unsubscribe(frame);
      }
      default -> {
        metrics.received("client", "unknown");
        out.refuse(ErrorCode.BAD_PARAMETER, "unknown type", frame.id());
      }
    }
  }

  /** After all that was on its way to this connection, so that it can say where to resume. */
  private void answerHeartbeat(String replyTo) {
    Position settled = port.feed().settled();
    port.later(
        () -> {
          if (!closed) {
            out.send("heartbeat", heartbeat(), replyTo, feed.reached(settled));
          }
        });
  }

  private void subscribe(ClientFrame frame) {
    try {
      Wish wish = Wish.of(frame.payload());
      if (wish.taskId() == null) {
        feed.subscribe(wish, frame.id());
      } else {
        tasks.subscribe(wish, frame.id());
      }
    } catch (Wish.Wrong e) {
      out.refuse(ErrorCode.BAD_PARAMETER, e.getMessage(), frame.id());
    }
  }

  private void unsubscribe(ClientFrame frame) {
    try {
      UUID taskId = Wish.taskId(frame.payload());
      ObjectNode done = Outgoing.object();
      if (taskId == null) {
        feed.off();
      } else {
        tasks.unsubscribe(taskId);
        done.put("task_id", taskId.toString());
      }
      out.send("unsubscribed", done, frame.id());
    } catch (Wish.Wrong e) {
      out.refuse(ErrorCode.BAD_PARAMETER, e.getMessage(), frame.id());
    }
  }

  private boolean maySee(FeedEvent event) {
    return token.has(Role.ADMIN) || event.ownerId().equals(token.subject());
  }

  private void cancel(ClientFrame frame) {
    Optional<UUID> taskId = Ids.parse(frame.payload().path("task_id").asText());
    if (taskId.isEmpty()) {
      out.refuse(ErrorCode.BAD_PARAMETER, "task_id must be a UUID", frame.id());
      return;
    }
    String id = taskId.get().toString();
    post("/api/v1/tasks/" + id + "/cancel", Outgoing.object(), frame.id(), id);
  }

  private void post(String path, JsonNode body, String requestId, String taskId) {
    if (underWay >= config.client().requests()) {
      out.refuse(ErrorCode.RATE_LIMITED, "too many requests wait for their answer", requestId);
      return;
    }
    underWay++;
    port.post(path, body, requestId, taskId);
  }

  private ObjectNode heartbeat() {
    return Outgoing.object().put("interval", config.client().heartbeatInterval().toSeconds());
  }
}
