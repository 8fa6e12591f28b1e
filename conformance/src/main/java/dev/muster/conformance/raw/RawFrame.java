package dev.muster.conformance.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One frame of RFC 6455 §5.2, right or wrong.
 *
 * @param rsv the three reserved bits; 4 is RSV1
 */
public record RawFrame(boolean fin, int rsv, int opcode, boolean masked, Payload payload) {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int MASK = 0x5ac3_0f96;

  public static RawFrame of(int opcode, byte[] payload) {
    return new RawFrame(true, 0, opcode, true, new Payload(payload));
  }

  public static RawFrame text(String text) {
    return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public static RawFrame ping(byte[] payload) {
    return of(PING, payload);
  }

  public static RawFrame close(int code, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    return of(
        CLOSE, ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words).array());
  }

  public RawFrame unfinished() {
    return new RawFrame(false, rsv, opcode, masked, payload);
  }

  public RawFrame reserved(int bits) {
    return new RawFrame(fin, bits, opcode, masked, payload);
  }

  public RawFrame unmasked() {
    return new RawFrame(fin, rsv, opcode, false, payload);
  }

  public RawFrame masking() {
    return new RawFrame(fin, rsv, opcode, true, payload);
  }

  public RawFrame as(int other) {
    return new RawFrame(fin, rsv, other, masked, payload);
  }

  /** As it goes over the wire. */
  public byte[] encoded() {
    byte[] bytes = payload.bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 14);
    out.writeBytes(head(bytes.length));
    byte[] mask = ByteBuffer.allocate(4).putInt(MASK).array();
    if (masked) {
      out.writeBytes(mask);
    }
    for (int i = 0; i < bytes.length; i++) {
      out.write(masked ? bytes[i] ^ mask[i % 4] : bytes[i]);
    }
    return out.toByteArray();
  }

  /** The head alone, without a mask, that announces so many bytes, in the shortest form. */
  public byte[] head(long length) {
    if (length < 126) {
      return head((int) length, new byte[0]);
    }
    return length < 1 << 16
        ? head(126, ByteBuffer.allocate(2).putShort((short) length).array())
        : head(127, ByteBuffer.allocate(8).putLong(length).array());
  }

  /** A head with a length in a form of one's choice. */
  public byte[] head(int length, byte[] extended) {
    return ByteBuffer.allocate(2 + extended.length)
        .put((byte) ((fin ? 0x80 : 0) | rsv << 4 | opcode))
        .put((byte) ((masked ? 0x80 : 0) | length))
        .put(extended)
        .array();
  }

  /** Of a close frame; 1005 when it names none. */
  public int closeCode() {
    byte[] bytes = payload.bytes();
    return bytes.length < 2 ? 1005 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
  }

  @Override
  public String toString() {
    String name =
        switch (opcode) {
          case CONTINUATION -> "continuation";
          case TEXT -> "text";
          case BINARY -> "binary";
          case CLOSE -> "close " + closeCode();
          case PING -> "ping";
          case PONG -> "pong";
          default -> "opcode " + opcode;
        };
    String words =
        switch (opcode) {
          case TEXT -> " " + payload.text();
          case CLOSE -> " " + payload.after(2).text();
          default -> "";
        };
    return (name + words).strip();
  }

  /** The bytes of a frame. */
  public static final class Payload {
    private final byte[] bytes;

    Payload(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public int length() {
      return bytes.length;
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Payload after(int offset) {
      return bytes.length <= offset
          ? new Payload(new byte[0])
          : new Payload(Arrays.copyOfRange(bytes, offset, bytes.length));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes);
    }
  }
}
