package dev.muster.auth.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A time that a caller wrote. RFC 3339 has years of four digits; the database knows not all of
 * Java's.
 */
final class AuditTime {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private AuditTime() {}

  /** Empty for what is none. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(time -> !time.isBefore(FIRST) && time.isBefore(END));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
