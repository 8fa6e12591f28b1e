package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.id.Ids;
import java.util.UUID;

/**
 * What a {@code subscribe} asks for.
 *
 * @param taskId null for the feed
 * @param epoch null when it doesn't matter
 * @param offset null for what comes from now on
 * @param output null when it isn't to be followed
 */
record Wish(UUID taskId, String epoch, Long offset, Output output) {
  private static final int LONGEST = 64;

  /** Output of one phase, from a byte on. */
  record Output(String phase, long offset) {}

  /** What is wrong with it, in words for the client. */
  static final class Wrong extends Exception {
    Wrong(String message) {
      super(message);
    }
  }

  static Wish of(JsonNode payload) throws Wrong {
    UUID taskId = taskId(payload);
    String epoch = text(payload, "epoch");
    Long offset = number(payload, "offset");
    if (epoch != null && offset == null) {
      throw new Wrong("offset is missing");
    }
    if (taskId == null && epoch == null && offset != null) {
      throw new Wrong("epoch is missing");
    }
    Output output = output(payload.path("logs"));
    if (taskId == null && output != null) {
      throw new Wrong("task_id is missing");
    }
    return new Wish(taskId, epoch, offset, output);
  }

  /** Null when there is none. */
  static UUID taskId(JsonNode payload) throws Wrong {
    JsonNode id = payload.path("task_id");
    if (id.isMissingNode() || id.isNull()) {
      return null;
    }
    return Ids.parse(id.asText()).orElseThrow(() -> new Wrong("task_id must be a UUID"));
  }

  private static Output output(JsonNode logs) throws Wrong {
    if (logs.isMissingNode() || logs.isNull()) {
      return null;
    }
    if (!logs.isObject()) {
      throw new Wrong("logs must be an object");
    }
    String phase = text(logs, "phase");
    Long offset = number(logs, "offset");
    if (phase != null && phase.isEmpty()) {
      throw new Wrong("phase must not be empty");
    }
    return new Output(phase == null ? "run" : phase, offset == null ? 0 : offset);
  }

  private static String text(JsonNode node, String name) throws Wrong {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()
        || value.textValue().length() > LONGEST
        || value.textValue().indexOf('\0') >= 0) {
      throw new Wrong(name + " must be text of at most " + LONGEST + " characters");
    }
    return value.textValue();
  }

  private static Long number(JsonNode node, String name) throws Wrong {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new Wrong(name + " must be a whole number, 0 or more");
    }
    return value.longValue();
  }
}
