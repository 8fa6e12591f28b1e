package dev.muster.tasks.read;

import java.time.Instant;
import java.util.UUID;

/**
 * Ids from one to before another; null where there is no end. A UUIDv7 begins with the time at
 * which it was made, so that a range of times is a range of ids, and other weeks aren't looked at.
 */
record IdRange(UUID from, UUID before) {
  static final IdRange ALL = new IdRange(null, null);
  private static final long LAST_MILLI = (1L << 48) - 1;

  /** Those made from one time to before another; either may be null. */
  static IdRange of(Instant after, Instant before) {
    return new IdRange(first(after), first(before));
  }

  /** Those that begin with these characters, which must be some of a UUID's. */
  static IdRange startingWith(String prefix) {
    String digits = prefix.replace("-", "");
    return new IdRange(padded(digits, '0'), padded(digits, 'f')).closed();
  }

  /** What is in both. */
  IdRange and(IdRange other) {
    return new IdRange(
        from == null || (other.from != null && compare(other.from, from) > 0) ? other.from : from,
        before == null || (other.before != null && compare(other.before, before) < 0)
            ? other.before
            : before);
  }

  private IdRange closed() {
    long low = before.getLeastSignificantBits() + 1;
    return new IdRange(from, new UUID(before.getMostSignificantBits() + (low == 0 ? 1 : 0), low));
  }

  private static UUID padded(String digits, char with) {
    String all = digits + String.valueOf(with).repeat(32 - digits.length());
    return new UUID(
        Long.parseUnsignedLong(all.substring(0, 16), 16),
        Long.parseUnsignedLong(all.substring(16), 16));
  }

  private static UUID first(Instant at) {
    if (at == null) {
      return null;
    }
    // Clamped before, as the milliseconds of the earliest and latest times don't fit.
    long second = Math.clamp(at.getEpochSecond(), 0, LAST_MILLI / 1_000);
    long milli = Math.min(second * 1_000 + at.getNano() / 1_000_000, LAST_MILLI);
    return new UUID(milli << 16, 0);
  }

  /** As PostgreSQL orders them; {@link UUID#compareTo} takes them for signed numbers. */
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
