package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Ids in their canonical form only; the library also takes base64 and bytes. */
final class CanonicalIds extends StdScalarDeserializer<UUID> {
  CanonicalIds() {
    super(UUID.class);
  }

  @Override
  public UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (UUID) context.handleUnexpectedToken(UUID.class, parser);
    }
    Optional<UUID> id = Ids.parse(parser.getText());
    return id.isPresent()
        ? id.get()
        : (UUID) context.handleWeirdStringValue(UUID.class, parser.getText(), "no UUID");
  }
}
