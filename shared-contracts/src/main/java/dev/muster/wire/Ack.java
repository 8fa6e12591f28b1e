package dev.muster.wire;

import dev.muster.error.ErrorCode;

/**
 * The receipt of a frame, in both directions; never acknowledged itself.
 *
 * @param messageId of the acknowledged frame
 * @param code 0, or a code of {@link ErrorCode}: the write was refused, don't resend
 * @param nextOffset for logs: the offset that the server expects next; null otherwise
 */
public record Ack(String messageId, int code, String message, Long nextOffset)
    implements AgentSignal, AgentCommand {

  public static Ack ok(String messageId) {
    return new Ack(messageId, 0, ErrorCode.OK.sentence(), null);
  }

  public static Ack of(String messageId, ErrorCode code, String message) {
    return new Ack(messageId, code.code(), message, null);
  }

  @Override
  public String kind() {
    return "ack";
  }

  public boolean accepted() {
    return code == 0;
  }
}
