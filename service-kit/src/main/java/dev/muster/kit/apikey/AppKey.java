package dev.muster.kit.apikey;

import dev.muster.id.Ids;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The public half of an API key: {@code mk_} and the 32 hex digits of its id. It is no secret, and
 * goes into logs.
 */
public record AppKey(UUID id) {
  private static final Pattern FORM =
      Pattern.compile("mk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");
  private static final int LENGTH = 35;

  /** Empty for anything else, null included. */
  public static Optional<AppKey> parse(String text) {
    if (text == null || text.length() != LENGTH) {
      return Optional.empty();
    }
    return Optional.of(FORM.matcher(text))
        .filter(form -> form.matches())
        .flatMap(form -> Ids.parse(form.replaceFirst("$1-$2-$3-$4-$5")))
        .map(AppKey::new);
  }

  public String text() {
    return "mk_" + id.toString().replace("-", "");
  }
}
