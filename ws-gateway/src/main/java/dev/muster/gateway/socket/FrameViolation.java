package dev.muster.gateway.socket;

import dev.muster.wire.CloseReason;

/** What a peer sent ends its connection. The sentence is told to the peer. */
final class FrameViolation extends Exception {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  FrameViolation(CloseReason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
  }

  CloseReason reason() {
    return reason;
  }
}
