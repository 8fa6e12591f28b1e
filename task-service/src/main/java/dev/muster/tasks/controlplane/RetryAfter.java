package dev.muster.tasks.controlplane;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110 §10.2.3), seconds or a date. */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** An hour at most; null without a readable one. */
  static Duration of(HttpHeaders headers, Instant now) {
    return headers.firstValue("Retry-After").map(text -> of(text.strip(), now)).orElse(null);
  }

  private static Duration of(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, then));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration bounded(Duration wished) {
    if (wished.isNegative()) {
      return Duration.ZERO;
    }
    return wished.compareTo(LONGEST) > 0 ? LONGEST : wished;
  }
}
