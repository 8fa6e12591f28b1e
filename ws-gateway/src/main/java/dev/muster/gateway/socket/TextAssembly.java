package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * One text from its fragments, bounded, and UTF-8 as far as it came. A compressed text is inflated
 * and looked at when it is complete. Not thread-safe.
 */
final class TextAssembly {
  private final int maxBytes;
  private ByteBuf gathered;
  private Utf8Check check;
  private boolean compressed;

  TextAssembly(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  void begin(boolean compressed) {
    this.compressed = compressed;
    this.gathered = null;
    this.check = new Utf8Check();
  }

  /** Takes the piece over. Null unless this was the last, and so the text is whole. */
  ByteBuf add(ByteBuf piece, boolean last) throws FrameViolation {
    if (!compressed && !check.accepts(piece)) {
      piece.release();
      throw notText();
    }
    ByteBuf whole = gather(piece, last);
    if (!last) {
      return null;
    }
    end();
    if (compressed) {
      ByteBuf text;
      try {
        text = MessageDeflate.here().inflate(whole, maxBytes);
      } finally {
        whole.release();
      }
      if (!check.accepts(text)) {
        throw notText();
      }
      whole = text;
    }
    if (!check.isWhole()) {
      whole.release();
      throw notText();
    }
    return whole;
  }

  void end() {
    gathered = null;
  }

  private ByteBuf gather(ByteBuf piece, boolean last) throws FrameViolation {
    if (gathered == null && last) {
      return piece;
    }
    try {
      if (gathered == null) {
        gathered = Unpooled.buffer(piece.readableBytes());
      }
      if (gathered.readableBytes() + piece.readableBytes() > maxBytes) {
        throw new FrameViolation(CloseReason.TOO_BIG, CloseReason.TOO_BIG.sentence());
      }
      return gathered.writeBytes(piece);
    } finally {
      piece.release();
    }
  }

  private static FrameViolation notText() {
    return new FrameViolation(CloseReason.NOT_TEXT, CloseReason.NOT_TEXT.sentence());
  }
}
