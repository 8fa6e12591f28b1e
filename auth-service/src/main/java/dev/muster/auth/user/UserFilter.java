package dev.muster.auth.user;

/**
 * Which users a list holds; null admits all.
 *
 * @param text part of the address or the name, in any case
 */
record UserFilter(String text, String role, Boolean disabled) {

  /** For {@code LIKE … ESCAPE '!'}. */
  String pattern() {
    return text == null
        ? null
        : "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
