package dev.muster.conformance;

/** The check is about something that the server doesn't offer and needn't. */
public final class NotOffered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotOffered(String what) {
    super(what);
  }
}
