package dev.muster.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.error.ErrorCode;
import java.io.IOException;
import java.util.Optional;

/** JSON text of frames, read within limits; what is wrong with it is said in words of our own. */
public final class WireJson {
  private static final int LONGEST_STRING = 16 << 20;

  /** Only looks for a name, through whatever else there is. */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100_000)
                  .maxStringLength(LONGEST_STRING)
                  .build())
          .build();

  private WireJson() {}

  static ObjectMapper mapper(int deepest, int longestNumber) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(longestNumber)
                        .maxStringLength(LONGEST_STRING)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /** With the limits of {@link FrameCodec#JSON}; halves of surrogate pairs become U+FFFD. */
  public static JsonNode read(String text) throws FrameException {
    return read(FrameCodec.JSON, text);
  }

  /** The same of what isn't output of some program: there half of a surrogate pair is refused. */
  public static JsonNode readWhole(String text) throws FrameException {
    if (!LoneSurrogates.replaced(text).equals(text)) {
      throw new FrameException(
          ErrorCode.BAD_PARAMETER, null, "holds half of a surrogate pair, which is no text");
    }
    return read(text);
  }

  static JsonNode read(ObjectMapper mapper, String text) throws FrameException {
    try {
      return mapper.readTree(LoneSurrogates.replaced(text));
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new FrameException(ErrorCode.BAD_PARAMETER, null, "not valid JSON: " + reason(e));
    }
  }

  /**
   * The text of a member of the outermost object, found even though the frame is wrong behind it,
   * so that the refusal can name the frame. Empty when it is no string or can't be found.
   */
  public static Optional<String> member(String text, String name) {
    try (JsonParser parser = LENIENT.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean wanted = parser.currentName().equals(name);
          JsonToken value = parser.nextToken();
          if (wanted) {
            return value == JsonToken.VALUE_STRING
                ? Optional.of(parser.getText())
                : Optional.empty();
          }
          parser.skipChildren();
        }
      }
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The library's own words name its classes and options. */
  private static String reason(Exception e) {
    String words = e.getMessage() == null ? "" : e.getMessage();
    return switch (e) {
      case StreamConstraintsException beyond when words.contains("nesting depth") ->
          "nested too deep";
      case StreamConstraintsException beyond when words.contains("Number") ->
          "a number is too long";
      case StreamConstraintsException beyond -> "a string or name is too long";
      case NumberFormatException number -> "a number is out of range";
      default -> words.startsWith("Duplicate field") ? "the same member twice" : "malformed";
    };
  }
}
