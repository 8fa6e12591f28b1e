package dev.muster.gateway.socket;

/** Sizes of text in bytes of UTF-8, without encoding it. */
final class FrameSize {
  private FrameSize() {}

  static boolean exceeds(String text, int maxBytes) {
    // No character takes more than three bytes, a surrogate pair four.
    return text.length() > Math.floorDiv(maxBytes, 3) && of(text) > maxBytes;
  }

  static int of(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        size++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        size += 2;
      } else {
        size += 3;
      }
    }
    return size;
  }
}
