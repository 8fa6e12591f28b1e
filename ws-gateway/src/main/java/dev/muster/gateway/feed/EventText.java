package dev.muster.gateway.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;

/** The frame of an event, encoded once for everybody; only its position is another one. */
public final class EventText {
  private final String open;
  private volatile Placed latest;

  private record Placed(Position position, String text) {}

  private EventText(String open) {
    this.open = open;
  }

  public static EventText of(String type, JsonNode payload, long nowMs) {
    ObjectNode frame = FrameCodec.JSON.createObjectNode();
    frame.put("id", Ids.next().toString());
    frame.put("type", type);
    frame.put("ts", nowMs / 1_000);
    frame.set("payload", payload);
    String text = frame.toString();
    return new EventText(text.substring(0, text.length() - 1));
  }

  public int length() {
    return open.length();
  }

  public String at(Position position) {
    Placed known = latest;
    if (known == null || !known.position().equals(position)) {
      known =
          new Placed(
              position,
              open
                  + ",\"epoch\":"
                  + TextNode.valueOf(position.epoch())
                  + ",\"offset\":"
                  + position.offset()
                  + "}");
      latest = known;
    }
    return known.text();
  }
}
