package dev.muster.kit.db;

/**
 * The connection was lost while committing: the transaction may or may not have happened. Only
 * somebody who can tell the two apart (by an id of its own, or because the work is idempotent) may
 * do it again.
 */
public final class CommitUnknownException extends RuntimeException {
  public CommitUnknownException(Throwable cause) {
    super("the connection was lost while committing", cause);
  }
}
