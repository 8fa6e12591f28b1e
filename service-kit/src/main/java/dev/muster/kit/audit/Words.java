package dev.muster.kit.audit;

/** Text that others sent, made fit for one line of a log. */
final class Words {
  private Words() {}

  /** Without control characters and halves of surrogate pairs, and no longer than that. */
  static String visible(String text, int longest) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(point -> !Character.isISOControl(point))
        .filter(point -> Character.getType(point) != Character.SURROGATE)
        .limit(longest)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
