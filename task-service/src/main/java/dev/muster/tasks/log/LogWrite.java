package dev.muster.tasks.log;

import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.util.UUID;

/**
 * A piece of output on its way in.
 *
 * @param leaseId null: of the attempt that the agent holds now
 * @param attempt 0: the one of that lease
 * @param offset bytes before it in its attempt and phase
 * @param inOrder refused when something before it is missing, or when other bytes are in its place;
 *     otherwise it may come before those, and what came first stays
 */
record LogWrite(
    UUID taskId,
    String leaseId,
    int attempt,
    UUID agentId,
    String phase,
    LogStream stream,
    long offset,
    LogContent content,
    boolean inOrder) {

  /** No offset is beyond what a long can hold. */
  boolean isPlaced() {
    return offset <= Long.MAX_VALUE - content.length();
  }

  long end() {
    return offset + content.length();
  }
}
