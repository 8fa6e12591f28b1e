package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.UUID;

/**
 * Something every gateway must know, on {@code gateway.control}.
 *
 * @param epoch the agent's connection count in PostgreSQL: a gateway closes sessions of the agent
 *     with a lower one; 0 for the other kinds
 * @param reason a sentence for the close frame of a kick; null otherwise
 */
public record GatewayNotice(Kind kind, UUID agentId, long epoch, String reason) {

  /** What happened to the agent. */
  public enum Kind {
    /** It connected somewhere: the newest connection wins. */
    CONNECTED,
    /** It was deleted or thrown out. */
    KICKED,
    /** Its registration changed: what was remembered of it is to be asked for again. */
    CHANGED;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String toJson() {
    return JsonMessages.object()
        .put("kind", kind.wire())
        .put("agent_id", agentId.toString())
        .put("epoch", epoch)
        .put("reason", reason)
        .toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static GatewayNotice parse(String json) {
    JsonNode node = JsonMessages.read(json);
    return new GatewayNotice(
        Kind.valueOf(JsonMessages.text(node, "kind").toUpperCase(Locale.ROOT)),
        UUID.fromString(JsonMessages.text(node, "agent_id")),
        node.path("epoch").asLong(),
        JsonMessages.optionalText(node, "reason"));
  }
}
