package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;
import io.netty.handler.codec.TooLongFrameException;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpClosedException;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What a failure of a socket means for its connection. */
public final class SocketFailures {
  private static final Logger LOG = Logger.getLogger(SocketFailures.class);

  private SocketFailures() {}

  /** Empty when the socket is gone, which is told by its close. */
  public static Optional<CloseReason> reason(Throwable failure, WebSocketConnection socket) {
    if (failure instanceof HttpClosedException || socket.isClosed()) {
      return Optional.empty();
    }
    if (isTooLong(failure)) {
      return Optional.of(CloseReason.TOO_BIG);
    }
    LOG.warnf(failure, "a socket failed");
    return Optional.of(CloseReason.POLICY);
  }

  /** The server has no exception of its own for a message whose fragments are too many. */
  private static boolean isTooLong(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof TooLongFrameException
        || (message != null && message.toLowerCase(Locale.ROOT).matches("(?s).*(max|exceed).*"));
  }
}
