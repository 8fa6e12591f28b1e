package dev.muster.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** How every service reads and writes JSON: nothing is guessed. */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {
  static final int DEEPEST = 64;

  /** No longer than frames may hold, so that every input reaches its agent. */
  private static final int LONGEST_NUMBER = 100;

  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  public void customize(ObjectMapper json) {
    configure(json);
  }

  @SuppressWarnings("deprecation") // the mapper exists already: its builder is out of reach
  public static ObjectMapper configure(ObjectMapper json) {
    json.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    json.setSerializationInclusion(JsonInclude.Include.NON_ABSENT);
    json.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .build());
    json.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
    json.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    json.enable(
        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    json.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    json.setConfig(
        json.getDeserializationConfig().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES));
    json.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    json.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      json.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    // Without it an empty string is null where a UUID or a time is expected.
    json.coercionConfigDefaults()
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail);
    json.registerModule(
        new SimpleModule("muster")
            .addDeserializer(Instant.class, new Rfc3339Times())
            .addDeserializer(UUID.class, new CanonicalIds())
            .addDeserializer(String.class, new WholeText()));
    return json;
  }
}
