package dev.muster.gateway.socket;

import io.netty.buffer.ByteBuf;

/**
 * Whether bytes that come in pieces are UTF-8 (RFC 3629), told at the first byte that can't belong
 * to any. Not thread-safe.
 */
final class Utf8Check {
  private static final long NOT_ASCII = 0x8080808080808080L;

  private int missing;
  private int least = 0x80;
  private int most = 0xbf;

  /** False for good as soon as a byte is wrong; reads without moving the reader's place. */
  boolean accepts(ByteBuf piece) {
    int end = piece.writerIndex();
    int at = piece.readerIndex();
    while (at < end) {
      if (missing == 0 && end - at >= Long.BYTES && (piece.getLong(at) & NOT_ASCII) == 0) {
        at += Long.BYTES;
      } else if (!accepts(piece.getUnsignedByte(at++))) {
        return false;
      }
    }
    return true;
  }

  /** Whether no character is cut in two at the end. */
  boolean isWhole() {
    return missing == 0;
  }

  private boolean accepts(int octet) {
    if (missing > 0) {
      if (octet < least || octet > most) {
        return false;
      }
      missing--;
      continues(0x80, 0xbf);
      return true;
    }
    if (octet < 0x80) {
      return true;
    }
    // Shortest forms only, no surrogates, nothing beyond U+10FFFF.
    switch (octet) {
      case 0xe0 -> continues(0xa0, 0xbf);
      case 0xed -> continues(0x80, 0x9f);
      case 0xf0 -> continues(0x90, 0xbf);
      case 0xf4 -> continues(0x80, 0x8f);
      default -> continues(0x80, 0xbf);
    }
    missing = octet >= 0xf0 ? 3 : octet >= 0xe0 ? 2 : 1;
    return octet >= 0xc2 && octet <= 0xf4;
  }

  private void continues(int from, int to) {
    least = from;
    most = to;
  }
}
