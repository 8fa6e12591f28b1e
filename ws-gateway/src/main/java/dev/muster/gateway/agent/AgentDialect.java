package dev.muster.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
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
          : new Inbound.UnknownKind(messageId(text).orElseThrow());
    } catch (FrameException e) {
      return nameless(text)
          ? new Inbound.Nameless()
          : new Inbound.Malformed(e.code().code(), e.messageId().orElse(null), e.getMessage());
    }
  }

  private static boolean nameless(String text) {
    try {
      JsonNode node = FrameCodec.JSON.readTree(text);
      return node.isObject() && node.path("message_id").asText("").isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static Optional<String> messageId(String text) {
    try {
      return Optional.of(FrameCodec.JSON.readTree(text).path("message_id").asText());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
