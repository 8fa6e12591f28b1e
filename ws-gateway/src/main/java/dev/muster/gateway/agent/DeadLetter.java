package dev.muster.gateway.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A command that its agent never acknowledged. Its payload isn't kept: it may hold a token.
 *
 * @param taskId null for a command that is about no task
 * @param at epoch milliseconds
 */
record DeadLetter(
    UUID agentId, String kind, String messageId, String taskId, int sends, long at, String reason) {

  /** As an entry of {@link dev.muster.event.RedisNames#GATEWAY_DEAD_LETTERS}. */
  Map<String, String> fields(String gatewayId) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("gateway_id", gatewayId);
    fields.put("agent_id", agentId.toString());
    fields.put("kind", kind);
    fields.put("message_id", messageId);
    if (taskId != null) {
      fields.put("task_id", taskId);
    }
    fields.put("sends", Integer.toString(sends));
    fields.put("at", Long.toString(at));
    fields.put("reason", reason);
    return fields;
  }
}
