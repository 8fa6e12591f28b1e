package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.wire.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Receipts on {@code gateway.acks.{id}}, published after the commit. A lost batch is harmless: the
 * agents send again and are answered again.
 */
public record AckBatch(List<Item> acks) {

  /** One receipt for one agent. */
  public record Item(UUID agentId, Ack ack) {}

  public String toJson() {
    ObjectNode node = JsonMessages.object();
    ArrayNode array = node.putArray("acks");
    for (Item item : acks) {
      ObjectNode out = array.addObject();
      out.put("agent_id", item.agentId().toString());
      out.put("message_id", item.ack().messageId());
      out.put("code", item.ack().code());
      out.put("message", item.ack().message());
      if (item.ack().nextOffset() != null) {
        out.put("next_offset", item.ack().nextOffset());
      }
    }
    return node.toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static AckBatch parse(String json) {
    List<Item> items = new ArrayList<>();
    for (JsonNode node : JsonMessages.read(json).path("acks")) {
      items.add(
          new Item(
              UUID.fromString(JsonMessages.text(node, "agent_id")),
              new Ack(
                  JsonMessages.text(node, "message_id"),
                  node.path("code").asInt(),
                  JsonMessages.optionalText(node, "message"),
                  node.has("next_offset") ? node.get("next_offset").asLong() : null)));
    }
    return new AckBatch(List.copyOf(items));
  }
}
