package dev.muster.gateway.operations;

import java.time.Instant;
import java.util.Map;

/**
 * A message that was given up: a command that no agent acknowledged (source {@code gateway}), or an
 * entry of a stream that its consumer could not handle (source {@code consumer}). What it said is
 * not told: it may hold a secret.
 *
 * @param sends of a command
 * @param stream of an entry, as {@code group} and {@code entryId}
 */
record DeadLetterView(
    String source,
    Instant at,
    String kind,
    String agentId,
    String gatewayId,
    String messageId,
    String taskId,
    String reason,
    Integer sends,
    String stream,
    String group,
    String entryId) {
  static final String GATEWAY = "gateway";
  static final String CONSUMER = "consumer";

  private static final int LONGEST_REASON = 200;

  static DeadLetterView of(String source, Map<String, String> fields) {
    return new DeadLetterView(
        source,
        Instant.ofEpochMilli(number(fields.get(source.equals(GATEWAY) ? "at" : "failed_at"))),
        fields.get("kind"),
        fields.get("agent_id"),
        fields.get("gateway_id"),
        fields.get("message_id"),
        fields.get("task_id"),
        firstLine(fields.getOrDefault("reason", "")),
        fields.containsKey("sends") ? (Integer) (int) number(fields.get("sends")) : null,
        fields.get("stream"),
        fields.get("group"),
        fields.get("entry_id"));
  }

  /** Further lines of a failure quote what it failed on. */
  private static String firstLine(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
  }

  private static long number(String text) {
    return text == null || !text.matches("[0-9]{1,18}") ? 0 : Long.parseLong(text);
  }
}
