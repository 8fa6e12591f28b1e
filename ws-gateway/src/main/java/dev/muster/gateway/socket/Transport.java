package dev.muster.gateway.socket;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection under a socket. A close frame waits behind everything that a peer doesn't read:
 * such a peer can only be cut off, which the socket itself has no way to do.
 */
public final class Transport {
  private static final UserData.TypedKey<Channel> CHANNEL =
      new UserData.TypedKey<>("muster.transport");

  private Transport() {}

  /** To be called before the upgrade. */
  public static void remember(HttpUpgradeContext context) {
    if (context.httpRequest().connection() instanceof ConnectionBase connection) {
      context.userData().put(CHANNEL, connection.channel());
    }
  }

  /** False when the connection had ended; the socket says so already while it waits for that. */
  static boolean cutOff(WebSocketConnection socket) {
    Channel channel = socket.userData().get(CHANNEL);
    if (channel == null || !channel.isOpen()) {
      return false;
    }
    var unused = channel.close();
    return true;
  }
}
