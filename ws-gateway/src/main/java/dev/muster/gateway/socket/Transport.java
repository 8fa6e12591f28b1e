package dev.muster.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection under a socket. A close frame waits behind everything that a peer doesn't read:
 * such a peer can only be cut off, which the socket itself has no way to do.
 */
public final class Transport {
  private static final UserData.TypedKey<ChannelHandlerContext> TRANSPORT =
      new UserData.TypedKey<>("muster.transport");

  private Transport() {}

  /** To be called before the upgrade. */
  public static void remember(HttpUpgradeContext context) {
    if (context.httpRequest().connection() instanceof ConnectionBase connection) {
      context.userData().put(TRANSPORT, connection.channelHandlerContext());
    }
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
