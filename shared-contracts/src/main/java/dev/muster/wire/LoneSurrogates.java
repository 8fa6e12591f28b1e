package dev.muster.wire;

/**
 * JSON can say half of a surrogate pair as an escape, which no UTF-8 can carry on (RFC 8259 §8.2).
 */
final class LoneSurrogates {
  private static final int ESCAPE = 6;
  private static final String REPLACEMENT = "\\ufffd";

  private LoneSurrogates() {}

  /** The JSON text with each such escape turned into that of U+FFFD; mostly the text itself. */
  static String replaced(String json) {
    StringBuilder out = null;
    int copied = 0;
    int at = json.indexOf('\\');
    while (at >= 0) {
      int unit = escaped(json, at);
      int length = unit < 0 ? 2 : ESCAPE;
      if (unit >= 0 && Character.isSurrogate((char) unit)) {
        int next = Character.isHighSurrogate((char) unit) ? escaped(json, at + ESCAPE) : -1;
        if (next >= 0 && Character.isLowSurrogate((char) next)) {
          length = 2 * ESCAPE;
        } else {
          out = out == null ? new StringBuilder(json.length()) : out;
          out.append(json, copied, at).append(REPLACEMENT);
          copied = at + ESCAPE;
        }
      }
      at = json.indexOf('\\', at + length);
    }
    return out == null ? json : out.append(json, copied, json.length()).toString();
  }

  /** The code unit that is escaped at this place, or -1. */
  private static int escaped(String json, int at) {
    if (at + ESCAPE > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }
}
