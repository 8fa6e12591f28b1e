package dev.muster.conformance.peer;

import dev.muster.conformance.raw.RawFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Messages of RFC 7692, each on its own. */
public final class Deflated {
  /** RSV1. */
  public static final int BIT = 4;

  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private Deflated() {}

  public static RawFrame text(String text) {
    return frame(text.getBytes(StandardCharsets.UTF_8));
  }

  public static RawFrame frame(byte[] message) {
    return RawFrame.of(RawFrame.TEXT, deflate(message)).reserved(BIT);
  }

  static byte[] deflate(byte[] message) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(message);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[8 << 10];
      int length;
      do {
        length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
        out.write(piece, 0, length);
      } while (length == piece.length);
      byte[] bytes = out.toByteArray();
      return Arrays.copyOf(bytes, bytes.length - TAIL.length);
    }
  }

  static byte[] inflate(byte[] message) throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      byte[] in = Arrays.copyOf(message, message.length + TAIL.length);
      System.arraycopy(TAIL, 0, in, message.length, TAIL.length);
      inflater.setInput(in);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[8 << 10];
      int length;
      while ((length = inflater.inflate(piece)) > 0) {
        out.write(piece, 0, length);
      }
      return out.toByteArray();
    }
  }
}
