package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.FrameCodec;
import java.util.List;
import java.util.UUID;

/**
 * An event that has no number yet.
 *
 * @param payload without {@code task_id}
 * @param result JSON text that is told but not kept, because the outcome has it; null without one
 */
public record NewEvent(
    UUID taskId, UUID ownerId, String namespace, String type, ObjectNode payload, String result) {

  static final String PROGRESS = "task/progress";

  public static NewEvent of(
      UUID taskId, UUID ownerId, String namespace, String type, ObjectNode payload) {
    return new NewEvent(taskId, ownerId, namespace, type, payload, null);
  }

  public static NewEvent status(
      UUID taskId,
      UUID ownerId,
      String namespace,
      TaskStatus status,
      String stage,
      int attempt,
      UUID agentId) {
    ObjectNode payload =
        emptyPayload().put("status", status.wire()).put("stage", stage).put("attempt", attempt);
    payload.put("agent_id", agentId == null ? null : agentId.toString());
    return of(taskId, ownerId, namespace, "task/status", payload);
  }

  /** As {@code task_change} keeps them: a JSON array, escaped to ASCII. */
  public static String text(List<NewEvent> events) {
    ArrayNode array = FrameCodec.JSON.createArrayNode();
    events.forEach(
        event -> array.addObject().put("type", event.type()).set("payload", event.payload()));
    return JsonText.write(array);
  }

  public static ObjectNode emptyPayload() {
    return FrameCodec.JSON.createObjectNode();
  }
}
