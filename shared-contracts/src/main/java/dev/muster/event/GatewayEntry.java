package dev.muster.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One entry of {@code gateway.{id}}: a command for an agent on that gateway. Fields: {@code kind,
 * agent_id, message_id, payload} and, when known, {@code session_id, request_id, traceparent}.
 *
 * @param kind of {@link dev.muster.wire.AgentCommand}
 * @param sessionId the session that must be there, else it is undeliverable; null for any session
 * @param messageId of the frame that goes down the socket; the same again when it is re-issued
 * @param payload the command's payload, a JSON object as text
 */
public record GatewayEntry(
    String kind,
    UUID agentId,
    String sessionId,
    String messageId,
    String payload,
    Map<String, String> metadata) {

  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", kind);
    fields.put("agent_id", agentId.toString());
    UpstreamEntry.putIfPresent(fields, "session_id", sessionId);
    fields.put("message_id", messageId);
    fields.put("payload", payload);
    fields.putAll(metadata);
    return fields;
  }

  /** Throws {@link IllegalArgumentException} for an entry that no service wrote. */
  public static GatewayEntry of(Map<String, String> fields) {
    return new GatewayEntry(
        UpstreamEntry.required(fields, "kind"),
        UUID.fromString(UpstreamEntry.required(fields, "agent_id")),
        fields.get("session_id"),
        UpstreamEntry.required(fields, "message_id"),
        UpstreamEntry.required(fields, "payload"),
        UpstreamEntry.metadata(fields));
  }
}
