package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Text frames of {@code /ws/agent/{agent_id}} to records and back. Written by hand over the JSON
 * tree: each wrong member gets its own sentence, and nothing needs reflection in a native image.
 */
public final class FrameCodec {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;

  /**
   * Also the reader of everything else that agents and gateways exchange as JSON text. It leaves
   * room beyond what is let in from outside: what was accepted once travels on inside of other
   * objects, with its numbers written differently, and must stay readable.
   */
  public static final ObjectMapper JSON = WireJson.mapper(DEEPEST + 16, 2 * LONGEST_NUMBER);

  /** A value of the deepest kind inside of a payload inside of a frame. */
  private static final ObjectMapper FROM_AGENTS = WireJson.mapper(DEEPEST + 2, LONGEST_NUMBER + 4);

  /** Characters of a {@code message_id}, at most. */
  public static final int MAX_ID = 64;

  private static final int MAX_METADATA = 256;

  private FrameCodec() {}

  /**
   * Empty for a kind that this version doesn't know: a newer peer's, to be acknowledged and
   * ignored.
   */
  public static Optional<Frame<AgentSignal>> readSignal(String text) throws FrameException {
    return read(WireJson.read(FROM_AGENTS, text), SignalCodec::read);
  }

  /** Empty for a kind that this version doesn't know. */
  public static Optional<Frame<AgentCommand>> readCommand(String text) throws FrameException {
    return read(WireJson.read(JSON, text), CommandCodec::read);
  }

  /** The payload alone, as it travels through the streams. */
  public static AgentSignal readSignalPayload(String kind, String payload, String messageId)
      throws FrameException {
    return SignalCodec.read(kind, new Members(WireJson.read(JSON, payload), messageId))
        .orElseThrow(() -> unknownKind(kind, messageId));
  }

  /** The payload alone, as it travels through the streams. */
  public static AgentCommand readCommandPayload(String kind, String payload, String messageId)
      throws FrameException {
    return CommandCodec.read(kind, new Members(WireJson.read(JSON, payload), messageId))
        .orElseThrow(() -> unknownKind(kind, messageId));
  }

  /** What an agent sent, of whatever dialect, within the limits of its frames. */
  public static JsonNode readAgentJson(String text) throws FrameException {
    return WireJson.read(FROM_AGENTS, text);
  }

  /** The payload of another dialect's frame, already read. */
  public static AgentSignal readSignalPayload(String kind, JsonNode payload, String messageId)
      throws FrameException {
    return SignalCodec.read(kind, new Members(payload, messageId))
        .orElseThrow(() -> unknownKind(kind, messageId));
  }

  public static String write(Frame<? extends AgentMessage> frame) {
    return write(
        frame.messageId(),
        frame.timestamp(),
        frame.message().kind(),
        payload(frame.message()),
        frame.metadata());
  }

  /** A frame around a payload that came through a stream as text already checked. */
  public static String write(
      String messageId,
      long timestamp,
      String kind,
      JsonNode payload,
      Map<String, String> metadata) {
    ObjectNode node = JSON.createObjectNode();
    node.put("message_id", messageId);
    node.put("timestamp", timestamp);
    node.put("message_kind", kind);
    node.set("payload", payload);
    ObjectNode meta = node.putObject("metadata");
    metadata.forEach(meta::put);
    return node.toString();
  }

  public static ObjectNode payload(AgentMessage message) {
    return switch (message) {
      case Ack ack -> AckCodec.write(ack);
      case AgentSignal signal -> SignalCodec.write(signal);
      case AgentCommand command -> CommandCodec.write(command);
    };
  }

  private static <M extends AgentMessage> Optional<Frame<M>> read(JsonNode node, Reader<M> reader)
      throws FrameException {
    if (!node.isObject()) {
      throw new FrameException(ErrorCode.BAD_PARAMETER, null, "a frame must be a JSON object");
    }
    JsonNode id = node.get("message_id");
    if (id == null || !id.isTextual() || id.textValue().isEmpty()) {
      throw new FrameException(ErrorCode.BAD_PARAMETER, null, "message_id is missing");
    }
    if (id.textValue().length() > MAX_ID) {
      throw new FrameException(
          ErrorCode.BAD_PARAMETER, null, "message_id is longer than " + MAX_ID + " characters");
    }
    String messageId = id.textValue();
    Members frame = new Members(node, messageId);
    String kind = frame.text("message_kind", MAX_ID);
    long timestamp = frame.number("timestamp", 0, Long.MAX_VALUE, 0);
    JsonNode payload = frame.json("payload");
    Members members = new Members(payload == null ? JSON.createObjectNode() : payload, messageId);
    Map<String, String> metadata = metadata(frame);
    return reader
        .read(kind, members)
        .map(message -> new Frame<>(messageId, timestamp, message, metadata));
  }

  private static Map<String, String> metadata(Members frame) {
    JsonNode node = frame.json("metadata");
    Map<String, String> metadata = new LinkedHashMap<>();
    if (node != null) {
      for (String name : new String[] {Frame.REQUEST_ID, Frame.TRACEPARENT}) {
        JsonNode value = node.get(name);
        if (value != null && value.isTextual() && value.textValue().length() <= MAX_METADATA) {
          metadata.put(name, value.textValue());
        }
      }
    }
    return Map.copyOf(metadata);
  }

  private interface Reader<M extends AgentMessage> {
    Optional<M> read(String kind, Members payload) throws FrameException;
  }

  private static FrameException unknownKind(String kind, String messageId) {
    return new FrameException(ErrorCode.BAD_PARAMETER, messageId, "unknown message_kind " + kind);
  }
}
