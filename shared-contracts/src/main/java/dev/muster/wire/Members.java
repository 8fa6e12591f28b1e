package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Typed reads of one JSON object of a frame; unknown members are ignored, wrong ones refused. */
final class Members {
  private static final int MAX_LIST = 1_000;

  private final JsonNode object;
  private final String messageId;

  Members(JsonNode object, String messageId) throws FrameException {
    this.object = object;
    this.messageId = messageId;
    if (!object.isObject()) {
      throw refuse("payload must be an object");
    }
  }

  FrameException refuse(String message) {
    return new FrameException(ErrorCode.BAD_PARAMETER, messageId, message);
  }

  String text(String name, int maxLength) throws FrameException {
    String value = optionalText(name, maxLength);
    if (value == null) {
      throw refuse(name + " is missing");
    }
    return value;
  }

  String optionalText(String name, int maxLength) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      throw refuse(name + " must be a string");
    }
    String value = node.textValue();
    if (value.length() > maxLength) {
      throw refuse(name + " is longer than " + maxLength + " characters");
    }
    return value;
  }

  /** A name that ends up in a database column: not empty, no NUL. Null when absent. */
  String optionalName(String name, int maxLength) throws FrameException {
    String value = optionalText(name, maxLength);
    if (value != null && (value.isEmpty() || value.indexOf('\0') >= 0)) {
      throw refuse(name + " must not be empty or hold NUL");
    }
    return value;
  }

  long number(String name, long min, long max) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      throw refuse(name + " is missing");
    }
    return inRange(name, node, min, max);
  }

  long number(String name, long min, long max, long otherwise) throws FrameException {
    JsonNode node = present(name);
    return node == null ? otherwise : inRange(name, node, min, max);
  }

  Integer optionalInt(String name) throws FrameException {
    JsonNode node = present(name);
    return node == null ? null : (int) inRange(name, node, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  Double optionalPercent(String name) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isNumber() || node.doubleValue() < 0 || node.doubleValue() > 100) {
      throw refuse(name + " must be a number from 0 to 100");
    }
    return node.doubleValue();
  }

  Boolean optionalBoolean(String name) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      throw refuse(name + " must be true or false");
    }
    return node.booleanValue();
  }

  /** Any JSON; null when absent or null. */
  JsonNode json(String name) {
    return present(name);
  }

  List<String> texts(String name, int maxCount, int maxLength) throws FrameException {
    List<String> values = new ArrayList<>();
    for (JsonNode node : list(name, maxCount)) {
      if (!node.isTextual() || node.textValue().length() > maxLength) {
        throw refuse(name + " must hold strings of at most " + maxLength + " characters");
      }
      values.add(node.textValue());
    }
    return List.copyOf(values);
  }

  List<Members> objects(String name) throws FrameException {
    List<Members> values = new ArrayList<>();
    for (JsonNode node : list(name, MAX_LIST)) {
      values.add(new Members(node, messageId));
    }
    return values;
  }

  Map<String, String> textMap(String name, int maxCount, int maxLength) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return Map.of();
    }
    if (!node.isObject() || node.size() > maxCount) {
      throw refuse(name + " must be an object of at most " + maxCount + " strings");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()
          || entry.getValue().textValue().length() > maxLength
          || entry.getKey().length() > maxLength) {
        throw refuse(name + " must hold strings of at most " + maxLength + " characters");
      }
      values.put(entry.getKey(), entry.getValue().textValue());
    }
    return Map.copyOf(values);
  }

  Map<String, Long> numberMap(String name) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return Map.of();
    }
    if (!node.isObject() || node.size() > MAX_LIST) {
      throw refuse(name + " must be an object of numbers");
    }
    Map<String, Long> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      values.put(entry.getKey(), inRange(name, entry.getValue(), 0, Long.MAX_VALUE));
    }
    return Map.copyOf(values);
  }

  AttemptRef attempt() throws FrameException {
    UUID taskId =
        Ids.parse(text("task_id", 36)).orElseThrow(() -> refuse("task_id must be a UUID"));
    String leaseId = optionalName("lease_id", 64);
    if (leaseId == null) {
      throw refuse("lease_id is missing");
    }
    return new AttemptRef(taskId, leaseId, (int) number("attempt", 1, Integer.MAX_VALUE));
  }

  private JsonNode present(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private Iterable<JsonNode> list(String name, int maxCount) throws FrameException {
    JsonNode node = present(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > maxCount) {
      throw refuse(name + " must be a list of at most " + maxCount);
    }
    return node;
  }

  private long inRange(String name, JsonNode node, long min, long max) throws FrameException {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw refuse(name + " must be a whole number from " + min + " to " + max);
    }
    return node.longValue();
  }
}
