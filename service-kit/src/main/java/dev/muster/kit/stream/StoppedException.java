package dev.muster.kit.stream;

/** The reader was told to stop while entries could not be handled. */
final class StoppedException extends RuntimeException {
  StoppedException(Throwable cause) {
    super("stopped before the entries could be handled", cause);
  }
}
