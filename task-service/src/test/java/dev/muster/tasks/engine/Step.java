package dev.muster.tasks.engine;

/**
 * One event. The numbers choose among whatever there is when it happens, so that every list of
 * steps means something, and parts of a list do too.
 *
 * @param replica by which of them
 * @param fault how the connection is lost in its transaction; null when it isn't
 */
record Step(Kind kind, int one, int other, int replica, Fault fault) {
  /** What happens. */
  enum Kind {
    SUBMIT,
    SUBMIT_AGAIN,
    CLAIM,
    ACCEPT,
    REJECT,
    PROGRESS,
    STAGE,
    RESULT,
    FAIL,
    FAIL_FOR_GOOD,
    TIME_OUT,
    STOP,
    BREAK,
    NOT_DELIVERED,
    REPEAT,
    CONNECT,
    CONNECT_AGAIN,
    CONNECT_WITHOUT,
    DISCONNECT,
    LEAVE,
    GRACE_OVER,
    DUE,
    DEADLINE,
    EXPIRE,
    ROOM,
    FORGIVE,
    CANCEL,
    RETRY,
    ACTIVATE,
    DRAIN,
    QUARANTINE
  }

  @Override
  public String toString() {
    return "%s %d %d by %d%s"
        .formatted(kind, one, other, replica, fault == null ? "" : " lost " + fault);
  }
}
