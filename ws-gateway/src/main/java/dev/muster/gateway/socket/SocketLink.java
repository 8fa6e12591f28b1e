package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.wire.CloseReason;
import dev.muster.wire.RetryHint;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * One socket with its bounded outbox and the event loop that owns it. Everything but {@link #run}
 * is for that event loop only.
 */
public final class SocketLink {
  private static final Logger LOG = Logger.getLogger(SocketLink.class);
  private static final int LONGEST_SENTENCE = 120;

  private final WebSocketConnection connection;
  private final ChannelHandlerContext transport;
  private final ContextInternal owner;
  private final Outbox outbox;
  private final GatewayMetrics metrics;
  private final Admissions admissions;
  private final String role;
  private final long closeWithinMs;
  private boolean closed;
  private boolean roomWanted;
  private Runnable onRoom = () -> {};

  /** To be made on the event loop that owns the connection. */
  public SocketLink(
      WebSocketConnection connection,
      Context owner,
      GatewayConfig config,
      GatewayMetrics metrics,
      Admissions admissions,
      String role) {
    this.connection = connection;
    this.transport = Transport.of(connection);
    this.owner = (ContextInternal) owner;
    this.metrics = metrics;
    this.admissions = admissions;
    this.role = role;
    this.closeWithinMs = config.closeWithin().toMillis();
    this.outbox =
        new Outbox(config.outbox().frames(), config.outbox().bytes(), metrics::outboxChanged);
  }

  /** From any thread; in the order of the calls of one thread. */
  public void run(Runnable work) {
    owner.runOnContext(ignored -> work.run());
  }

  public EventLoop eventLoop() {
    return owner.nettyEventLoop();
  }

  /** False when the peer reads too slowly to be sent anything more. */
  public boolean send(String kind, String frame) {
    if (closed || connection.isClosed()) {
      return true;
    }
    byte[] text = frame.getBytes(StandardCharsets.UTF_8);
    int size = text.length;
    if (!outbox.begin(size)) {
      return false;
    }
    metrics.sent(role, kind);
    var unused =
        Transport.send(transport, text)
            .addListener(
                written -> {
                  if (written.isSuccess()) {
                    sent(size);
                  } else {
                    lost(size, written.cause());
                  }
                });
    return true;
  }

  /** So that whatever is on the way keeps the connection, and one that is dead is found out. */
  public void ping() {
    if (!closed && !connection.isClosed()) {
      var unused = transport.writeAndFlush(new PingWebSocketFrame());
    }
  }

  /**
   * Whether so little waits for the peer that more of what can wait may be sent. After a no, {@link
   * #onRoom} is told once.
   */
  public boolean hasRoom() {
    boolean room = closed || outbox.isRoomy();
    roomWanted = !room;
    return room;
  }

  /** Since the peer's last frame, pongs among them. */
  public long quietMs() {
    FrameGuard guard = connection.userData().get(FrameGuard.KEY);
    return guard == null ? 0 : guard.quietMs();
  }

  public void onRoom(Runnable callback) {
    onRoom = callback;
  }

  /** Whoever is to come back is told when. */
  public void close(CloseReason reason, String sentence) {
    if (closed) {
      return;
    }
    closed = true;
    if (connection.isClosed()) {
      return;
    }
    connection
        .close(
            new io.quarkus.websockets.next.CloseReason(
                reason.code(), ascii(text(reason, sentence))))
        .subscribe()
        .with(done -> {}, failure -> LOG.debugf("close failed: %s", failure.getMessage()));
    var unused = owner.owner().setTimer(closeWithinMs, timer -> cutOff());
  }

  private String text(CloseReason reason, String sentence) {
    return switch (reason) {
      case DRAINING, TRY_LATER, TOO_SLOW -> RetryHint.in(sentence, admissions.comeback(reason));
      case POLICY,
          BINARY,
          PROTOCOL,
          NOT_TEXT,
          NOT_REGISTERED,
          TOO_MALFORMED,
          TOO_BIG,
          SILENT,
          REAUTHENTICATE,
          FORBIDDEN,
          REPLACED ->
          sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE) : sentence;
    };
  }

  private void sent(int size) {
    outbox.sent(size);
    if (roomWanted && outbox.isRoomy()) {
      roomWanted = false;
      onRoom.run();
    }
  }

  private void cutOff() {
    if (Transport.cutOff(connection)) {
      metrics.closed("cut_off");
    }
  }

  private void lost(int size, Throwable failure) {
    outbox.sent(size);
    LOG.debugf("a frame could not be sent: %s", failure.getMessage());
  }

  /** A close frame has room for 123 bytes. */
  private static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
