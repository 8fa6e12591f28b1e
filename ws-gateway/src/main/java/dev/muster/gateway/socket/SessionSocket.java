package dev.muster.gateway.socket;

import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;

/**
 * The callbacks after the opening, which are those of every role. A socket that was not let in has
 * no session, and what comes over it until its close is ignored.
 */
public abstract class SessionSocket {
  private static final UserData.TypedKey<Seat> SEAT = new UserData.TypedKey<>("muster.seat");

  private record Seat(SocketSession session, Runnable leave) {}

  /**
   * Lets it in.
   *
   * @param leave what is done when the socket is gone, before the session is told
   */
  protected final void seat(WebSocketConnection socket, SocketSession session, Runnable leave) {
    socket.userData().put(SEAT, new Seat(session, leave));
    Transport.settle(socket);
    FrameGuard guard = socket.userData().get(FrameGuard.KEY);
    if (guard != null) {
      guard.onFailure(session::close);
      ContextInternal owner = (ContextInternal) Vertx.currentContext();
      guard.onText(text -> owner.dispatch(text, each -> take(each, session, socket)));
    }
  }

  private void take(String text, SocketSession session, WebSocketConnection socket) {
    try {
      session.text(text);
    } catch (RuntimeException e) {
      failed(e, socket);
    }
  }

  @OnTextMessage
  @NonBlocking
  public void text(String frame, WebSocketConnection socket) {
    FrameGuard guard = socket.userData().get(FrameGuard.KEY);
    if (guard != null) {
      guard.handedOn();
    }
    Seat seat = socket.userData().get(SEAT);
    if (seat != null) {
      seat.session().text(frame);
    }
  }

  @OnBinaryMessage
  @NonBlocking
  public void binary(Buffer frame, WebSocketConnection socket) {
    Seat seat = socket.userData().get(SEAT);
    if (seat != null) {
      seat.session().binary();
    }
  }

  @OnError
  @NonBlocking
  public void failed(Throwable failure, WebSocketConnection socket) {
    Seat seat = socket.userData().get(SEAT);
    if (seat != null) {
      SocketFailures.reason(failure, socket).ifPresent(seat.session()::close);
    }
  }

  @OnClose
  @NonBlocking
  public void closed(WebSocketConnection socket) {
    Seat seat = socket.userData().get(SEAT);
    if (seat != null) {
      seat.leave().run();
      seat.session().gone();
    }
  }
}
