package dev.muster.tasks.log;

/**
 * A place in a task's output.
 *
 * @param attempt whose output it is in; 0 before there is any
 * @param base bytes of the attempts before it
 * @param position bytes of this attempt before it
 */
record LogCursor(int attempt, long base, long position) {
  long offset() {
    return base + position;
  }

  LogCursor plus(long bytes) {
    return new LogCursor(attempt, base, position + bytes);
  }

  /** At the beginning of a later attempt. */
  LogCursor next(int laterAttempt) {
    return new LogCursor(laterAttempt, offset(), 0);
  }
}
