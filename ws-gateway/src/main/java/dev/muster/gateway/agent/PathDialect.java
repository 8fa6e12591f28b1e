package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /ws/agent/{agent_id}} (contract 4b): the session's own words, which leave nothing out. */
final class PathDialect implements AgentDialect {

  @Override
  public List<Inbound> read(String text) {
    return List.of(one(text));
  }

  @Override
  public Optional<String> write(
      String messageId, long now, String kind, JsonNode payload, Map<String, String> metadata) {
    return Optional.of(FrameCodec.write(messageId, now, kind, payload, metadata));
  }

  private static Inbound one(String text) {
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
