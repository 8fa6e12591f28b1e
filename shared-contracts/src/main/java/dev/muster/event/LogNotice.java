package dev.muster.event;

import java.util.UUID;

/**
 * Output of a task was stored, or its end: on {@link RedisNames#taskLogs}, for those who follow it.
 * Only a hint to read on; best effort.
 *
 * @param phase null when the task has ended
 */
public record LogNotice(UUID taskId, String phase) {

  public String toJson() {
    return JsonMessages.object().put("task_id", taskId.toString()).put("phase", phase).toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static LogNotice parse(String json) {
    var node = JsonMessages.read(json);
    return new LogNotice(
        UUID.fromString(JsonMessages.text(node, "task_id")),
        JsonMessages.optionalText(node, "phase"));
  }
}
