package dev.muster.tasks.submit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code wait} preference of a {@code Prefer} header (RFC 7240 §4.3). */
final class Preference {
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,6})\"?", Pattern.CASE_INSENSITIVE);

  private Preference() {}

  /** Cut at the longest wait that is offered; empty when none is asked for. */
  static Optional<Duration> wait(String header) {
    Matcher matcher = header == null ? null : WAIT.matcher(header);
    if (matcher == null || !matcher.find()) {
      return Optional.empty();
    }
    Duration wished = Duration.ofSeconds(Integer.parseInt(matcher.group(1)));
    return Optional.of(wished.compareTo(OutcomeWait.LONGEST) > 0 ? OutcomeWait.LONGEST : wished);
  }
}
