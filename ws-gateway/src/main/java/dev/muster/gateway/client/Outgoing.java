package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.feed.EventText;
import dev.muster.gateway.feed.Position;
import dev.muster.wire.FrameCodec;
import java.time.InstantSource;
import java.util.UUID;

/** The frames that a client is sent. */
final class Outgoing {
  private final ClientPort port;
  private final InstantSource clock;

  Outgoing(ClientPort port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  static ObjectNode object() {
    return FrameCodec.JSON.createObjectNode();
  }

  long now() {
    return clock.millis();
  }

  void send(String type, JsonNode payload, String replyTo) {
    send(type, payload, replyTo, null);
  }

  void send(String type, JsonNode payload, String replyTo, Position position) {
    port.send(type, ClientFrame.write(type, payload, replyTo, clock.millis(), position));
  }

  void event(String type, EventText text, Position position) {
    port.send(type, text.at(position));
  }

  void refuse(ErrorCode code, String message, String replyTo) {
    send("error", object().put("code", code.code()).put("message", message), replyTo);
  }

  void refuse(TaskAnswer.Refused<?> refused, UUID taskId, String replyTo) {
    ObjectNode error = object().put("code", refused.code()).put("message", refused.message());
    if (taskId != null) {
      error.put("task_id", taskId.toString());
    }
    if (refused.errors() != null && !refused.errors().isEmpty()) {
      error.set("errors", refused.errors());
    }
    send("error", error, replyTo);
  }

  /**
   * Where the events that follow begin.
   *
   * @param taskId null for the feed
   */
  void subscribed(UUID taskId, Position position, boolean recovered, String replyTo) {
    ObjectNode payload = object();
    if (taskId != null) {
      payload.put("task_id", taskId.toString());
    }
    payload.put("epoch", position.epoch()).put("offset", position.offset());
    send("subscribed", payload.put("recovered", recovered), replyTo);
  }
}
