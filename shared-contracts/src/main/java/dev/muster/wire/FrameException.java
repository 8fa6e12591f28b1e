package dev.muster.wire;

import dev.muster.error.ErrorCode;
import java.util.Optional;

/** A frame that can't be read. It carries the id to answer to, when the frame had one. */
public final class FrameException extends Exception {
  private final ErrorCode code;
  private final String messageId;

  /** {@code messageId} may be null. */
  public FrameException(ErrorCode code, String messageId, String message) {
    super(message);
    this.code = code;
    this.messageId = messageId;
  }

  public ErrorCode code() {
    return code;
  }

  public Optional<String> messageId() {
    return Optional.ofNullable(messageId);
  }
}
