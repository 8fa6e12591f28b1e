package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * Something that a task's owner may want to see, on {@code task.events.{namespace}}. Best effort:
 * what really happened is in PostgreSQL.
 *
 * @param type of the frame on {@code /ws}: {@code task/status}, {@code task/accept}, {@code
 *     task/progress}, {@code task/log}, {@code task/result}, {@code task/error}, {@code
 *     task/cancel}
 * @param ownerId the user who submitted the task
 * @param payload of that frame; holds {@code task_id}
 */
public record TaskEvent(
    String type, UUID taskId, UUID ownerId, String namespace, JsonNode payload) {

  public String toJson() {
    return JsonMessages.object()
        .put("type", type)
        .put("task_id", taskId.toString())
        .put("owner_id", ownerId.toString())
        .put("namespace", namespace)
        .set("payload", payload)
        .toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static TaskEvent parse(String json) {
    JsonNode node = JsonMessages.read(json);
    return new TaskEvent(
        JsonMessages.text(node, "type"),
        UUID.fromString(JsonMessages.text(node, "task_id")),
        UUID.fromString(JsonMessages.text(node, "owner_id")),
        JsonMessages.text(node, "namespace"),
        node.path("payload"));
  }
}
