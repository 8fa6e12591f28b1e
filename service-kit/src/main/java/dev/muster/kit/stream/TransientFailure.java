package dev.muster.kit.stream;

/** The entries are fine, but can't be handled now: try them again, however long it takes. */
public final class TransientFailure extends RuntimeException {
  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
