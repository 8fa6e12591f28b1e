package dev.muster.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.wire.FrameCodec;

/** Reading and writing of the messages on the channels. */
final class JsonMessages {
  private JsonMessages() {}

  static ObjectNode object() {
    return FrameCodec.JSON.createObjectNode();
  }

  static JsonNode read(String text) {
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  static String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("message without " + name);
    }
    return value.textValue();
  }

  static String optionalText(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }
}
