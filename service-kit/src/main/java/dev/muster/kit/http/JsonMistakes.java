package dev.muster.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.muster.error.ContractException;

/** What was wrong with a body, by field, without naming classes of ours. */
final class JsonMistakes {
  private JsonMistakes() {}

  /** A mistake in an answer is ours, not the caller's: then {@code null}. */
  static Refusal refusal(JsonProcessingException e, String method) {
    if (method.equals("GET") || method.equals("HEAD")) {
      return null;
    }
    return switch (e) {
      case ValueInstantiationException instantiation
          when instantiation.getCause() instanceof ContractException contract ->
          Refusal.of(contract);
      case UnrecognizedPropertyException unknown -> bad(path(unknown), "unknown field");
      case ValueInstantiationException invalid -> bad(path(invalid), "not a valid value");
      case MismatchedInputException mismatch -> bad(path(mismatch), expected(mismatch));
      case StreamConstraintsException beyond -> bad("", beyond(beyond));
      case StreamReadException malformed -> bad("", malformed(malformed));
      case JsonMappingException mapping
          when mapping.getCause() instanceof StreamConstraintsException beyond ->
          bad(path(mapping), beyond(beyond));
      case JsonMappingException mapping when mapping.getCause() instanceof StreamReadException in ->
          bad(path(mapping), malformed(in));
      default -> null;
    };
  }

  private static Refusal bad(String field, String message) {
    return Refusal.of(ContractException.badParameter(field, message));
  }

  private static String beyond(StreamConstraintsException e) {
    return e.getOriginalMessage().contains("nesting depth")
        ? "nested deeper than " + StrictJson.DEEPEST
        : "too long";
  }

  private static String malformed(StreamReadException e) {
    String reason = e.getOriginalMessage();
    if (e instanceof InputCoercionException) {
      return "a number out of range";
    }
    return reason.startsWith("Duplicate field") ? "the same field twice" : "not well-formed JSON";
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == null) {
      return "wrong type of value";
    }
    if (type.isEnum()) {
      return "not one of the values that are known";
    }
    if (type == String.class && e instanceof InvalidFormatException) {
      return "holds half of a surrogate pair, which is no text";
    }
    return "wrong type of value, expected " + kind(type);
  }

  private static String kind(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return "an object";
    }
    if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
      return "an array";
    }
    return switch (type.getSimpleName()) {
      case "UUID" -> "a UUID";
      case "Instant" -> "a time as RFC 3339";
      default -> "an object";
    };
  }

  static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
