package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;

/**
 * Something every gateway must know, on {@code gateway.control}.
 *
 * @param agentId null for a broadcast
 * @param epoch the agent's connection count in PostgreSQL: a gateway closes sessions of the agent
 *     with a lower one; 0 for the other kinds
 * @param reason a sentence for the close frame of a kick; null otherwise
 * @param order of a broadcast; null otherwise
 */
public record GatewayNotice(Kind kind, UUID agentId, long epoch, String reason, Order order) {

  /** About one agent. */
  public GatewayNotice(Kind kind, UUID agentId, long epoch, String reason) {
    this(kind, agentId, epoch, reason, null);
  }

  /** To all agents. */
  public static GatewayNotice of(Order order) {
    return new GatewayNotice(Kind.BROADCAST, null, 0, null, order);
  }

  /**
   * An {@code agent_command} for every agent that is connected now.
   *
   * @param arguments an object
   * @param namespace of the agents that it is for; null: of any
   */
  public record Order(String command, JsonNode arguments, String namespace) {}

  /** What happened to the agent. */
  public enum Kind {
    /** It connected somewhere: the newest connection wins. */
    CONNECTED,
    /** It was deleted or thrown out. */
    KICKED,
    /** Its registration changed: what was remembered of it is to be asked for again. */
    CHANGED,
    /** An administrator orders something of all agents. */
    BROADCAST;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String toJson() {
    ObjectNode node = JsonMessages.object().put("kind", kind.wire());
    if (kind == Kind.BROADCAST) {
      return node.put("command", order.command())
          .put("namespace", order.namespace())
          .<ObjectNode>set("arguments", order.arguments())
          .toString();
    }
    return node.put("agent_id", agentId.toString())
        .put("epoch", epoch)
        .put("reason", reason)
        .toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static GatewayNotice parse(String json) {
    JsonNode node = JsonMessages.read(json);
    Kind kind = Kind.valueOf(JsonMessages.text(node, "kind").toUpperCase(Locale.ROOT));
    if (kind == Kind.BROADCAST) {
      return of(
          new Order(
              JsonMessages.text(node, "command"),
              node.path("arguments"),
              JsonMessages.optionalText(node, "namespace")));
    }
    return new GatewayNotice(
        kind,
        UUID.fromString(JsonMessages.text(node, "agent_id")),
        node.path("epoch").asLong(),
        JsonMessages.optionalText(node, "reason"));
  }
}
