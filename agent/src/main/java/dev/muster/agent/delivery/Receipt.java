package dev.muster.agent.delivery;

import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;

/** What to do with a frame's acknowledgement. Called by the connection's thread: don't block. */
public interface Receipt {
  Receipt IGNORED = _ -> true;

  /**
   * Called once for each acknowledgement that comes in for the frame.
   *
   * @return false to send the frame again later
   */
  boolean settledBy(Ack ack);

  /** The server couldn't, rather than wouldn't: the same frame may be taken later. */
  static boolean transientRefusal(Ack ack) {
    return ack.code() == ErrorCode.RATE_LIMITED.code()
        || ack.code() >= ErrorCode.SERVER_ERROR.code();
  }

  /** The attempt isn't this agent's any more. */
  static boolean superseded(Ack ack) {
    return ack.code() == ErrorCode.CONFLICT.code() || ack.code() == ErrorCode.NOT_FOUND.code();
  }
}
