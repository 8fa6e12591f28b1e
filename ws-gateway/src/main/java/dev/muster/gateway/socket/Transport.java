package dev.muster.gateway.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection under a socket. A close frame waits behind everything that a peer doesn't read:
 * such a peer can only be cut off, which the socket itself has no way to do.
 */
public final class Transport {
  private static final UserData.TypedKey<ChannelHandlerContext> TRANSPORT =
      new UserData.TypedKey<>("muster.transport");

  private static final int FRAMES_TOGETHER = 64;

  private static final UserData.TypedKey<Handshake> HANDSHAKE =
      new UserData.TypedKey<>("muster.handshake");

  /** What the upgrade was done with, which lives as long as the socket. */
  private record Handshake(HttpServerRequest request, Context context) {}

  private Transport() {}

  /** To be called before the upgrade. */
  public static void remember(HttpUpgradeContext context) {
    if (context.httpRequest().connection() instanceof ConnectionBase connection) {
      context.userData().put(TRANSPORT, connection.channelHandlerContext());
    }
    context.userData().put(HANDSHAKE, new Handshake(context.httpRequest(), Vertx.currentContext()));
  }

  /** Drops what nobody needs after the handshake, a KiB of each socket. To be called once open. */
  static void settle(WebSocketConnection socket) {
    Handshake handshake = socket.userData().remove(HANDSHAKE);
    if (handshake != null) {
      // The socket itself has a copy.
      handshake.request().headers().clear();
      if (handshake.context() instanceof ContextInternal context) {
        context.localContextData().clear();
      }
    }
  }

  /**
   * Makes it fit for many frames to and fro. Frames that are sent one after the other leave
   * together: ACKs come in batches, and each system call costs more than all else of a frame. The
   * HTTP server's timer for idle connections goes: sessions have their own. To be called on the
   * event loop, before the upgrade.
   */
  public static void prepare(HttpUpgradeContext context) {
    ChannelHandlerContext transport = context.userData().get(TRANSPORT);
    if (transport == null) {
      return;
    }
    ChannelPipeline pipeline = transport.pipeline();
    if (pipeline.get(FlushConsolidationHandler.class) == null) {
      pipeline.addFirst(new FlushConsolidationHandler(FRAMES_TOGETHER, true));
    }
    if (pipeline.get(IdleStateHandler.class) != null) {
      pipeline.remove(IdleStateHandler.class);
    }
  }

  /** Null unless it was remembered. */
  static ChannelHandlerContext of(WebSocketConnection socket) {
    return socket.userData().get(TRANSPORT);
  }

  /** On the event loop. The server's own way makes a context and three futures of each frame. */
  static ChannelFuture send(ChannelHandlerContext transport, byte[] text) {
    return transport.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
  }

  /** False when the connection had ended; the socket says so already while it waits for that. */
  static boolean cutOff(WebSocketConnection socket) {
    ChannelHandlerContext transport = socket.userData().get(TRANSPORT);
    if (transport == null || !transport.channel().isOpen()) {
      return false;
    }
    // Not the channel's own close: the server's handler would flush first, and so wait again.
    var unused = transport.close();
    return true;
  }
}
