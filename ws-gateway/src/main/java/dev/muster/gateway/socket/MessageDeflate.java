package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Messages of permessage-deflate (RFC 7692) without context takeover: each stands for itself, so
 * one deflater and one inflater per event loop serve all of its connections.
 */
final class MessageDeflate {
  private static final int PIECE = 8 << 10;
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final ThreadLocal<MessageDeflate> OWN =
      ThreadLocal.withInitial(MessageDeflate::new);

  private final Inflater inflater = new Inflater(true);
  private final byte[] piece = new byte[PIECE];
  private Deflater deflater;
  private int level;

  private MessageDeflate() {}

  /** That of the thread. */
  static MessageDeflate here() {
    return OWN.get();
  }

  /** On the heap; the message stays the caller's. */
  ByteBuf deflate(ByteBuf message, int wanted) {
    prepare(wanted);
    ByteBuf out = Unpooled.buffer(Math.max(64, message.readableBytes() / 4));
    deflater.setInput(message.nioBuffer());
    int length;
    do {
      length = deflater.deflate(piece, 0, PIECE, Deflater.SYNC_FLUSH);
      out.writeBytes(piece, 0, length);
    } while (length == PIECE);
    return out.writerIndex(out.writerIndex() - TAIL.length);
  }

  /** A change of the level would end the message: it needs another deflater. */
  private void prepare(int wanted) {
    if (deflater != null && level == wanted) {
      deflater.reset();
      return;
    }
    if (deflater != null) {
      deflater.end();
    }
    deflater = new Deflater(wanted, true);
    level = wanted;
  }

  /** On the heap. Stops where the message becomes larger than allowed. */
  ByteBuf inflate(ByteBuf message, int maxBytes) throws FrameViolation {
    byte[] in = new byte[message.readableBytes() + TAIL.length];
    message.getBytes(message.readerIndex(), in, 0, in.length - TAIL.length);
    System.arraycopy(TAIL, 0, in, in.length - TAIL.length, TAIL.length);
    ByteBuf out = Unpooled.buffer(Math.min(maxBytes, 2 * in.length));
    inflater.reset();
    inflater.setInput(in);
    try {
      while (true) {
        int length = inflater.inflate(piece, 0, PIECE);
        if (out.writerIndex() + length > maxBytes) {
          throw new FrameViolation(CloseReason.TOO_BIG, CloseReason.TOO_BIG.sentence());
        }
        out.writeBytes(piece, 0, length);
        if (inflater.finished()) {
          // A last block is allowed within a message, and what follows it begins anew.
          int left = inflater.getRemaining();
          if (left == 0) {
            return out;
          }
          inflater.reset();
          inflater.setInput(in, in.length - left, left);
        } else if (length == 0) {
          return out;
        }
      }
    } catch (DataFormatException e) {
      throw new FrameViolation(CloseReason.NOT_TEXT, "the payload is not deflated");
    }
  }
}
