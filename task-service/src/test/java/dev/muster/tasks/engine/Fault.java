package dev.muster.tasks.engine;

/** How a connection is lost. */
public enum Fault {
  /** Before a statement was sent. */
  BEFORE_STATEMENT,
  /** After a statement was done, before its answer came. */
  AFTER_STATEMENT,
  /** Before the commit was sent: PostgreSQL rolls back. */
  BEFORE_COMMIT,
  /** After the commit, before its answer came: it happened, and the caller saw a time-out. */
  AFTER_COMMIT
}
