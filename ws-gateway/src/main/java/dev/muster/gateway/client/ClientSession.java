package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.feed.FeedEvent;
import dev.muster.gateway.feed.Position;
import dev.muster.gateway.socket.InboundFrames;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * A user's connection. Plain logic, owned by the connection's event loop. It ends with its token:
 * at the token's time, or when the token is revoked; and when the client doesn't even answer pings.
 */
final class ClientSession implements SocketSession {
  private static final Set<String> TYPES =
      Set.of("heartbeat", "task/submit", "task/cancel", "subscribe", "unsubscribe");

  /** The feed is held back as long for a client that may want to resume it first. */
  private static final long RESUME_WITHIN_MS = 1_000;

  /** Clients need not say anything; agents do, so they aren't pinged. */
  private static final long PING_MS = Duration.ofSeconds(30).toMillis();

  private final VerifiedToken token;
  private final GatewayConfig config;
  private final ClientPort port;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final InboundFrames inbound;
  private final Outgoing out;
  private final TaskRequests requests;
  private final TaskStreams tasks;
  private final ClientFeed feed;
  private long nextPing;
  private boolean closed;
  private boolean begun;
  private boolean feedReady;

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
    this.nextPing = clock.millis() + PING_MS;
    this.inbound = new InboundFrames(config, metrics, this, clock.millis());
    this.out = new Outgoing(port, clock);
    this.requests = new TaskRequests(config.client().requests(), port, out);
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
      feed.ready(true, clock.millis() + RESUME_WITHIN_MS);
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

  void tick() {
    if (!clock.instant().isBefore(token.expiresAt())) {
      close(CloseReason.REAUTHENTICATE);
    } else if (port.quietMs() >= config.client().silence().toMillis()) {
      close(CloseReason.SILENT);
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
    long now = clock.millis();
    if (now >= nextPing) {
      nextPing = now + PING_MS;
      port.ping();
    }
    if (feed.tick(now)) {
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
    metrics.received("client", TYPES.contains(frame.type()) ? frame.type() : "unknown");
    switch (frame.type()) {
      case "heartbeat" -> {
        feed.release();
        answerHeartbeat(frame.id());
      }
      case "task/submit" -> {
        feed.release();
        requests.submit(frame);
      }
      case "task/cancel" -> {
        feed.release();
        requests.cancel(frame);
      }
      case "subscribe" -> subscribe(frame);
      case "unsubscribe" -> unsubscribe(frame);
      default -> out.refuse(ErrorCode.BAD_PARAMETER, "unknown type", frame.id());
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

  private ObjectNode heartbeat() {
    return Outgoing.object().put("interval", config.client().heartbeatInterval().toSeconds());
  }
}
