package dev.muster.registry.text;

import java.util.function.IntPredicate;

/** Which characters a stored string may have. PostgreSQL keeps neither NUL nor half a character. */
public final class CleanText {
  private CleanText() {}

  /** One line: no control characters, no blank at either end, not empty. */
  public static boolean isLine(CharSequence text) {
    String value = text.toString();
    return !value.isEmpty()
        && value.equals(value.strip())
        && has(value, character -> !Character.isISOControl(character));
  }

  /** Several lines: of the control characters only line breaks and tabs. */
  public static boolean isProse(CharSequence text) {
    return has(text, c -> !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t');
  }

  /** Anything that can be stored. */
  public static boolean isStorable(CharSequence text) {
    return has(text, character -> character != 0);
  }

  private static boolean has(CharSequence text, IntPredicate allowed) {
    return text.codePoints()
        .allMatch(
            character ->
                Character.getType(character) != Character.SURROGATE && allowed.test(character));
  }
}
