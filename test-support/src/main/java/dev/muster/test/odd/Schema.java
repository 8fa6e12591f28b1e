package dev.muster.test.odd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Bodies by the schemas of an OpenAPI document. */
final class Schema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode document;

  Schema(JsonNode document) {
    this.document = document;
  }

  /** The properties that hold a text, or a list of texts. */
  List<String> texts(JsonNode schema) {
    List<String> names = new ArrayList<>();
    for (var property : whole(schema).path("properties").properties()) {
      JsonNode type = whole(property.getValue());
      if (is(type, "string") || (is(type, "array") && is(whole(type.path("items")), "string"))) {
        names.add(property.getKey());
      }
    }
    return names;
  }

  /** What is required, made up as well as can be, and one text that isn't. */
  ObjectNode body(JsonNode schema, String odd, String text) {
    JsonNode whole = whole(schema);
    ObjectNode body = NODES.objectNode();
    whole
        .path("required")
        .forEach(
            name ->
                body.set(
                    name.asText(), good(name.asText(), whole.at("/properties/" + name.asText()))));
    boolean list = is(whole(whole.path("properties").path(odd)), "array");
    body.set(odd, list ? NODES.arrayNode().add(text) : NODES.textNode(text));
    return body;
  }

  private JsonNode good(String name, JsonNode schema) {
    JsonNode type = whole(schema);
    if (is(type, "array")) {
      return NODES.arrayNode().add(good(name, type.path("items")));
    }
    if (is(type, "integer") || is(type, "number")) {
      return NODES.numberNode(1);
    }
    if (is(type, "boolean")) {
      return NODES.booleanNode(false);
    }
    if (is(type, "object")) {
      return NODES.objectNode();
    }
    return NODES.textNode(
        switch (name) {
          case "email" -> "odd-" + UUID.randomUUID() + "@muster.test";
          case "scopes" -> "tasks:read";
          case "roles" -> "user";
          default -> type.path("enum").path(0).asText("odd-" + UUID.randomUUID());
        });
  }

  private static boolean is(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    for (JsonNode each : types) {
      if (each.asText().equals(type)) {
        return true;
      }
    }
    return types.asText().equals(type);
  }

  private JsonNode whole(JsonNode schema) {
    if (schema.has("$ref")) {
      return whole(document.at(schema.path("$ref").asText().substring(1)));
    }
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      for (JsonNode each : schema.path(choice)) {
        if (!is(each, "null")) {
          return whole(each);
        }
      }
    }
    return schema;
  }
}
