package dev.muster.wire;

/** Where UTF-8 may be cut without breaking a character. */
public final class Utf8Tail {
  private Utf8Tail() {}

  /**
   * How many of the last bytes (0–3) begin a character whose rest is not there. Bytes that are no
   * UTF-8 at all may give any of these, so the answer is only good for choosing a cut.
   */
  public static int incomplete(byte[] bytes, int from, int to) {
    for (int back = 1; back <= 3 && to - back >= from; back++) {
      int value = bytes[to - back] & 0xff;
      if (value < 0x80 || value >= 0xf8) {
        return 0;
      }
      if (value >= 0xc0) {
        return back < length(value) ? back : 0;
      }
    }
    return 0;
  }

  private static int length(int lead) {
    if (lead < 0xe0) {
      return 2;
    }
    return lead < 0xf0 ? 3 : 4;
  }
}
