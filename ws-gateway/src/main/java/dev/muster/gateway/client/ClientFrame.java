package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.gateway.feed.Position;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.WireJson;

/**
 * A frame of {@code /ws}: {@code {"id","type","ts","payload"}}, the time in epoch seconds.
 *
 * @param payload an object
 */
record ClientFrame(String id, String type, JsonNode payload) {
  private static final int LONGEST = 128;

  /** A frame that can't be read; {@code id} is null when it had none. */
  static final class Unreadable extends Exception {
    private final String id;

    Unreadable(String id, String message) {
      super(message);
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  static ClientFrame read(String text) throws Unreadable {
    JsonNode frame;
    try {
      frame = WireJson.readWhole(text);
    } catch (FrameException e) {
      String id = WireJson.member(text, "id").filter(ClientFrame::isName).orElse(null);
      throw new Unreadable(id, e.getMessage());
    }
    if (!frame.isObject()) {
      throw new Unreadable(null, "a frame must be a JSON object");
    }
    String id = text(frame, "id", null);
    String type = text(frame, "type", id);
    JsonNode payload = frame.path("payload");
    if (payload.isMissingNode() || payload.isNull()) {
      payload = FrameCodec.JSON.createObjectNode();
    }
    if (!payload.isObject()) {
      throw new Unreadable(id, "payload must be an object");
    }
    return new ClientFrame(id, type, payload);
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  private static String text(JsonNode frame, String name, String id) throws Unreadable {
    JsonNode value = frame.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new Unreadable(id, name + " is missing");
    }
    if (value.textValue().length() > LONGEST) {
      throw new Unreadable(id, name + " is longer than " + LONGEST + " characters");
    }
    return value.textValue();
  }

  static String write(String type, JsonNode payload, String replyTo, long nowMs) {
    return write(type, payload, replyTo, nowMs, null);
  }

  /**
   * A frame of the server's that isn't an event.
   *
   * @param replyTo null unless it answers a frame
   * @param position where the client can resume the feed; null when that isn't said
   */
  static String write(
      String type, JsonNode payload, String replyTo, long nowMs, Position position) {
    ObjectNode frame = FrameCodec.JSON.createObjectNode();
    frame.put("id", Ids.next().toString());
    frame.put("type", type);
    frame.put("ts", nowMs / 1_000);
    frame.set("payload", payload);
    if (replyTo != null) {
      frame.put("reply_to", replyTo);
    }
    if (position != null) {
      frame.put("epoch", position.epoch()).put("offset", position.offset());
    }
    return frame.toString();
  }
}
