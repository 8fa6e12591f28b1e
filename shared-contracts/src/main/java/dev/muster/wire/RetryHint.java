package dev.muster.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a peer is to come back: in a close frame the reason ends with {@code (retry in N ms)}, in an
 * HTTP answer before the upgrade there are {@code Retry-After} (seconds) and {@link #HEADER}.
 */
public final class RetryHint {
  /** Milliseconds, so that many peers can be told times that are apart by less than a second. */
  public static final String HEADER = "X-Retry-After-Ms";

  /** A close frame has room for 123 bytes. */
  private static final int LONGEST_REASON = 120;

  private static final Pattern HINT = Pattern.compile("\\(retry in ([0-9]{1,9}) ms\\)$");

  private static final Predicate<String> DIGITS = Pattern.compile("[0-9]{1,9}").asMatchPredicate();

  private RetryHint() {}

  /** The reason with the hint at its end; the reason is cut where there is no room for both. */
  public static String in(String reason, Duration wait) {
    String hint = " (retry in " + wait.toMillis() + " ms)";
    int room = LONGEST_REASON - hint.length();
    return (reason.length() > room ? reason.substring(0, room) : reason) + hint;
  }

  /** Of a close frame's reason, which may be null. */
  public static Optional<Duration> of(String reason) {
    Matcher hint = HINT.matcher(reason == null ? "" : reason);
    return hint.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(hint.group(1))))
        : Optional.empty();
  }

  /**
   * Of an answer's headers; the finer of the two counts, and a date is as good as nothing.
   *
   * @param header the value of a header by its name, or null
   */
  public static Optional<Duration> ofHeaders(UnaryOperator<String> header) {
    return number(header.apply(HEADER))
        .map(Duration::ofMillis)
        .or(() -> number(header.apply("Retry-After")).map(Duration::ofSeconds));
  }

  private static Optional<Long> number(String text) {
    return Optional.ofNullable(text).filter(DIGITS).map(Long::parseLong);
  }
}
