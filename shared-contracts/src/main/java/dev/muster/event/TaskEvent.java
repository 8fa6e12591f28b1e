package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * Something that a task's owner may want to see: a row of task-service's event log, and after its
 * commit an entry of the feed ({@link FeedEntry}).
 *
 * @param type of the frame on {@code /ws}: {@code task/status}, {@code task/accept}, {@code
 *     task/progress}, {@code task/result}, {@code task/error}
 * @param ownerId the user who submitted the task
 * @param offset its number among the task's events, from 1 without a gap
 * @param payload of that frame; holds {@code task_id}
 */
public record TaskEvent(
    String type, UUID taskId, UUID ownerId, String namespace, long offset, JsonNode payload) {

  public String toJson() {
    // By hand, as every event goes through here: none of these texts needs to be escaped.
    return "{\"type\":\""
        + type
        + "\",\"task_id\":\""
        + taskId
        + "\",\"owner_id\":\""
        + ownerId
        + "\",\"namespace\":\""
        + namespace
        + "\",\"offset\":"
        + offset
        + ",\"payload\":"
        + payload
        + "}";
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static TaskEvent parse(String json) {
    JsonNode node = JsonMessages.read(json);
    return new TaskEvent(
        JsonMessages.text(node, "type"),
        UUID.fromString(JsonMessages.text(node, "task_id")),
        UUID.fromString(JsonMessages.text(node, "owner_id")),
        JsonMessages.text(node, "namespace"),
        node.path("offset").asLong(),
        node.path("payload"));
  }
}
