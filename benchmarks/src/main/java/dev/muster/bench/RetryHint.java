package dev.muster.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the server wants to be asked again, as an agent reads it. */
final class RetryHint {
  private static final Pattern IN_REASON = Pattern.compile("\\(retry in (\\d{1,7}) ms\\)$");

  private RetryHint() {}

  /** In the reason of a close with 1001 or 1013. */
  static Optional<Duration> ofReason(String reason) {
    Matcher hint = IN_REASON.matcher(reason == null ? "" : reason);
    return hint.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(hint.group(1))))
        : Optional.empty();
  }

  /** In the headers of a refused upgrade; {@code header} gives null for one that isn't there. */
  static Optional<Duration> ofHeaders(UnaryOperator<String> header) {
    return number(header.apply("X-Retry-After-Ms"))
        .map(Duration::ofMillis)
        .or(() -> number(header.apply("Retry-After")).map(Duration::ofSeconds));
  }

  private static Optional<Long> number(String text) {
    return text != null && text.matches("\\d{1,7}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }
}
