package dev.muster.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code ack} payload, the same in both directions. */
final class AckCodec {
  private AckCodec() {}

  static Ack read(Members in) throws FrameException {
    long nextOffset = in.number("next_offset", 0, Long.MAX_VALUE, -1);
    return new Ack(
        in.text("message_id", 64),
        (int) in.number("code", 0, 9_999, 0),
        in.optionalText("message", 1_000),
        nextOffset < 0 ? null : nextOffset);
  }

  static ObjectNode write(Ack ack) {
    ObjectNode out = FrameCodec.JSON.createObjectNode();
    out.put("message_id", ack.messageId());
    out.put("code", ack.code());
    if (ack.message() != null) {
      out.put("message", ack.message());
    }
    if (ack.nextOffset() != null) {
      out.put("next_offset", ack.nextOffset());
    }
    return out;
  }
}
