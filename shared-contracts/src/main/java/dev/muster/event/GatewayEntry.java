package dev.muster.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One entry of {@code gateway.{id}}: a command for an agent on that gateway. Fields: {@code kind,
 * agent_id, message_id, payload} and, when known, {@code request_id, traceparent}.
 *
 * @param kind of {@link dev.muster.wire.AgentCommand}
 * @param messageId of the frame that goes down the socket; the same again when it is re-issued
 * @param payload the command's payload, a JSON object as text
 */
public record GatewayEntry(
    String kind, UUID agentId, String messageId, String payload, Map<String, String> metadata) {

  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", kind);
    fields.put("agent_id", agentId.toString());
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
        UpstreamEntry.required(fields, "message_id"),
        UpstreamEntry.required(fields, "payload"),
        UpstreamEntry.metadata(fields));
  }
}
