package dev.muster.tasks.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.muster.wire.FrameCodec;

/**
 * JSON as it is stored: escaped to ASCII, so that NUL and lone surrogates survive a text column.
 */
public final class JsonText {
  private static final ObjectWriter ASCII =
      FrameCodec.JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private JsonText() {}

  public static String write(JsonNode node) {
    try {
      return ASCII.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** Null for null. */
  public static JsonNode read(String text) {
    if (text == null) {
      return null;
    }
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON was stored that can't be read", e);
    }
  }
}
