package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import java.util.Map;

/**
 * Strings without half of a surrogate pair, which JSON can hold as an escape and nothing else can
 * (RFC 8259 §8.2).
 */
public final class WholeText extends StringDeserializer {

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = super.deserialize(parser, context);
    return text == null || isWhole(text)
        ? text
        : (String) context.handleWeirdStringValue(String.class, text, "half a surrogate pair");
  }

  /** The same of every name and string in a tree. */
  public static boolean isWholeIn(JsonNode tree) {
    if (tree.isTextual()) {
      return isWhole(tree.textValue());
    }
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      if (!isWhole(member.getKey())) {
        return false;
      }
    }
    for (JsonNode inner : tree) {
      if (!isWholeIn(inner)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        if (!Character.isHighSurrogate(unit)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
