package dev.muster.tasks.log;

import dev.muster.error.ErrorCode;

/**
 * What became of a piece of output.
 *
 * @param code 0; 1007 when it was cut, wholly or partly, and is not to be sent again; 1001, 2001,
 *     2002 or 2004 when nothing was stored
 * @param nextOffset where the agent goes on
 * @param saved bytes stored for the first time
 */
record LogReceipt(ErrorCode code, String message, long nextOffset, int saved) {

  static LogReceipt refused(ErrorCode code, String message) {
    return new LogReceipt(code, message, 0, 0);
  }
}
