package dev.muster.gateway.feed;

/**
 * A place in a stream of events: those after it haven't been seen. Offsets of another epoch say
 * nothing.
 */
public record Position(String epoch, long offset) {
  /** In a stream of which nothing is known. */
  public static final Position NOWHERE = new Position("", 0);
}
