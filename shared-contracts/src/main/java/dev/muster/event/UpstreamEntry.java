package dev.muster.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One entry of {@code agent_results}, {@code agent_logs} or {@code agent_status} (contract A4).
 * Fields: {@code kind, gateway_id, agent_id, session_id, message_id, ts, payload} and, when known,
 * {@code request_id, traceparent}. {@code kind} and {@code payload} are those of the agent's frame,
 * or of {@link StatusKinds} for what the gateway itself reports.
 *
 * @param agentId null for what concerns the whole gateway
 * @param timestamp epoch milliseconds at which the gateway received it
 * @param payload a JSON object as text
 */
public record UpstreamEntry(
    String kind,
    String gatewayId,
    UUID agentId,
    String sessionId,
    String messageId,
    long timestamp,
    String payload,
    Map<String, String> metadata) {

  private static final String[] METADATA = {"request_id", "traceparent"};

  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", kind);
    fields.put("gateway_id", gatewayId);
    putIfPresent(fields, "agent_id", agentId == null ? null : agentId.toString());
    putIfPresent(fields, "session_id", sessionId);
    putIfPresent(fields, "message_id", messageId);
    fields.put("ts", Long.toString(timestamp));
    fields.put("payload", payload);
    fields.putAll(metadata);
    return fields;
  }

  /** Throws {@link IllegalArgumentException} for an entry that no gateway wrote. */
  public static UpstreamEntry of(Map<String, String> fields) {
    String agentId = fields.get("agent_id");
    return new UpstreamEntry(
        required(fields, "kind"),
        required(fields, "gateway_id"),
        agentId == null ? null : UUID.fromString(agentId),
        fields.get("session_id"),
        fields.get("message_id"),
        Long.parseLong(required(fields, "ts")),
        required(fields, "payload"),
        metadata(fields));
  }

  static Map<String, String> metadata(Map<String, String> fields) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String name : METADATA) {
      putIfPresent(metadata, name, fields.get(name));
    }
    return Map.copyOf(metadata);
  }

  static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("entry without " + name);
    }
    return value;
  }

  static void putIfPresent(Map<String, String> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
