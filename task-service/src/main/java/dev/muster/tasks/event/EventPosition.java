package dev.muster.tasks.event;

import dev.muster.error.ContractException;

/**
 * Up to where a reader has read.
 *
 * @param epoch null when the reader knows none: it began at 0, or trusts its offset
 */
public record EventPosition(String epoch, long offset) {
  /** An offset that is trusted. */
  public static EventPosition of(long offset) {
    return new EventPosition(null, offset);
  }

  /** As {@code epoch} and {@code offset} are given; both may be missing. */
  static EventPosition of(String epoch, String offset) {
    return new EventPosition(
        epoch == null || epoch.isEmpty() ? null : epoch, number("offset", offset));
  }

  /** As an event's {@code id} says it. */
  static EventPosition ofEventId(String id) {
    int colon = id.lastIndexOf(':');
    if (colon < 1) {
      throw ContractException.badParameter("Last-Event-ID", "must be EPOCH:OFFSET");
    }
    return new EventPosition(
        id.substring(0, colon), number("Last-Event-ID", id.substring(colon + 1)));
  }

  String eventId() {
    return epoch + ":" + offset;
  }

  private static long number(String name, String text) {
    if (text == null) {
      return 0;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw ContractException.badParameter(name, "the offset must be a number, 0 or more");
  }
}
