package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Rules of RFC 6455 for single frames that the server's decoder leaves open. */
final class FrameRules {
  /** The reserved bit of a compressed message. */
  static final int COMPRESSED = 4;

  private FrameRules() {}

  /** A reserved bit means something only on the first frame of a message, with an extension. */
  static void reserved(WebSocketFrame frame, boolean firstOfMessage, boolean deflate)
      throws FrameViolation {
    int allowed = firstOfMessage && deflate ? COMPRESSED : 0;
    if ((frame.rsv() & ~allowed) != 0) {
      throw new FrameViolation(CloseReason.PROTOCOL, "a reserved bit is set");
    }
  }

  static void close(CloseWebSocketFrame frame) throws FrameViolation {
    ByteBuf body = frame.content();
    if (!body.isReadable()) {
      return;
    }
    int code = body.getUnsignedShort(body.readerIndex());
    if (!mayBeSent(code)) {
      throw new FrameViolation(CloseReason.PROTOCOL, "this close code can't be sent");
    }
    ByteBuf reason = body.slice(body.readerIndex() + 2, body.readableBytes() - 2);
    Utf8Check check = new Utf8Check();
    if (!check.accepts(reason) || !check.isWhole()) {
      throw new FrameViolation(CloseReason.NOT_TEXT, CloseReason.NOT_TEXT.sentence());
    }
  }

  private static boolean mayBeSent(int code) {
    return (code >= 1_000 && code <= 1_003)
        || (code >= 1_007 && code <= 1_014)
        || (code >= 3_000 && code <= 4_999);
  }
}
