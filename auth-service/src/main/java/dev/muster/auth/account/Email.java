package dev.muster.auth.account;

import dev.muster.error.ContractException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address in the one form that is stored and compared: trimmed, lower case, ASCII, at most 254
 * characters, local part at most 64. The domain may be a single label, as in {@code
 * admin@localhost}.
 */
public record Email(String text) {
  public static final int MAX = 254;

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + ")*");

  /** Throws 1001 for what is no address. */
  public static Email required(String raw) {
    return parse(raw)
        .orElseThrow(() -> ContractException.badParameter("email", "must be an email address"));
  }

  static Optional<Email> parse(String raw) {
    // Lower-casing only once it is known to be ASCII: a Kelvin sign must not become a k.
    String trimmed = raw.strip();
    if (trimmed.length() > MAX || !trimmed.chars().allMatch(c -> c < 128)) {
      return Optional.empty();
    }
    String normal = trimmed.toLowerCase(Locale.ROOT);
    return FORM.matcher(normal).matches() ? Optional.of(new Email(normal)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
