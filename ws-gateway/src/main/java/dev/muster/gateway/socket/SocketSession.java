package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;

/** Whom a socket tells what came over it. On the connection's event loop only; never blocks. */
public interface SocketSession {
  void text(String frame);

  default void binary() {
    close(CloseReason.BINARY);
  }

  void close(CloseReason reason);

  /** The socket is gone. */
  void gone();
}
