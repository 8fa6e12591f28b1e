package dev.muster.gateway.agent;

import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.WireJson;
import java.util.Optional;

/**
 * Text of {@code /ws/agent/{agent_id}} to what the session understands. The other endpoints for
 * agents get a dialect each; the session behind them stays the same.
 */
final class AgentDialect {
  private AgentDialect() {}

  /** A frame, as far as it could be read. */
  sealed interface Inbound {
    record Signal(Frame<AgentSignal> frame) implements Inbound {}

    /** A newer peer's: acknowledged and ignored. */
    record UnknownKind(String messageId) implements Inbound {}

    /** Without {@code message_id}: nothing can be answered to it. */
    record Nameless() implements Inbound {}

    /** {@code messageId} may be null. */
    record Malformed(int code, String messageId, String message) implements Inbound {}
  }

  static Inbound read(String text) {
    try {
      Optional<Frame<AgentSignal>> frame = FrameCodec.readSignal(text);
      return frame.isPresent()
          ? new Inbound.Signal(frame.get())
          : new Inbound.UnknownKind(name(text).orElseThrow());
    } catch (FrameException e) {
      Optional<String> name = e.messageId().or(() -> name(text));
      return name.isEmpty() && isObject(text)
          ? new Inbound.Nameless()
          : new Inbound.Malformed(
              e.code().code(),
              name.filter(id -> id.length() <= FrameCodec.MAX_ID).orElse(null),
              e.getMessage());
    }
  }

  private static Optional<String> name(String text) {
    return WireJson.member(text, "message_id").filter(id -> !id.isEmpty());
  }

  private static boolean isObject(String text) {
    try {
      return WireJson.read(text).isObject();
    } catch (FrameException e) {
      return false;
    }
  }
}
