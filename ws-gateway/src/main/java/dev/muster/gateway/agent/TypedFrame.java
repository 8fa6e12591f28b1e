package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A frame {@code {"id","type","ts","payload"}}, the time in epoch seconds: of agents at {@code /ws}
 * and at the control channel.
 *
 * @param payload an object of this frame's own
 */
record TypedFrame(String id, String type, ObjectNode payload) {
  private static final int LONGEST_TYPE = 64;

  /** What frames of a dialect mean. */
  interface Meaning {
    List<Inbound> of(TypedFrame frame) throws FrameException;
  }

  static List<Inbound> read(String text, Meaning meaning) {
    Optional<String> name = WireJson.member(text, "id").filter(id -> !id.isEmpty());
    try {
      JsonNode frame = FrameCodec.readAgentJson(text);
      if (name.isEmpty() && frame.isObject()) {
        return List.of(new Inbound.Nameless());
      }
      return meaning.of(read(frame));
    } catch (FrameException e) {
      String id = name.filter(each -> each.length() <= FrameCodec.MAX_ID).orElse(null);
      return List.of(new Inbound.Malformed(e.code().code(), id, e.getMessage()));
    }
  }

  private static TypedFrame read(JsonNode frame) throws FrameException {
    if (!frame.isObject()) {
      throw refuse("a frame must be a JSON object");
    }
    JsonNode payload = frame.path("payload");
    if (payload.isMissingNode() || payload.isNull()) {
      payload = FrameCodec.JSON.createObjectNode();
    }
    if (!(payload instanceof ObjectNode members)) {
      throw refuse("payload must be an object");
    }
    return new TypedFrame(
        text(frame, "id", FrameCodec.MAX_ID), text(frame, "type", LONGEST_TYPE), members);
  }

  private static String text(JsonNode frame, String name, int longest) throws FrameException {
    JsonNode value = frame.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw refuse(name + " is missing");
    }
    if (value.textValue().length() > longest) {
      throw refuse(name + " is longer than " + longest + " characters");
    }
    return value.textValue();
  }

  static FrameException refuse(String message) {
    return new FrameException(ErrorCode.BAD_PARAMETER, null, message);
  }

  /** Metadata is written where there is some. */
  static String write(
      String id, String type, long nowMs, JsonNode payload, Map<String, String> metadata) {
    ObjectNode frame = FrameCodec.JSON.createObjectNode();
    frame.put("id", id);
    frame.put("type", type);
    frame.put("ts", nowMs / 1_000);
    frame.set("payload", payload);
    if (!metadata.isEmpty()) {
      ObjectNode meta = frame.putObject("metadata");
      metadata.forEach(meta::put);
    }
    return frame.toString();
  }
}
