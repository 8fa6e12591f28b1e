package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events of a task as {@code GET /api/v1/tasks/{id}/events} answers them.
 *
 * @param lastOffset of all events that the task has
 * @param recovered false when the epoch that was asked for isn't this one
 */
record TaskPage(String epoch, List<Item> items, long lastOffset, boolean recovered) {
  record Item(long offset, String type, JsonNode payload) {}

  /** Empty for anything else. */
  static Optional<TaskPage> of(JsonNode answer) {
    if (!answer.path("epoch").isTextual() || !answer.path("items").isArray()) {
      return Optional.empty();
    }
    List<Item> items = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      if (!item.path("type").isTextual() || !item.path("offset").isIntegralNumber()) {
        return Optional.empty();
      }
      items.add(
          new Item(
              item.path("offset").longValue(),
              item.path("type").textValue(),
              item.path("payload")));
    }
    return Optional.of(
        new TaskPage(
            answer.path("epoch").textValue(),
            items,
            answer.path("last_offset").asLong(),
            answer.path("recovered").asBoolean(true)));
  }
}
