package dev.muster.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.GatewayEntry;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.wire.FrameCodec;
import java.util.Optional;

/** The report that a dispatch can't reach its agent through this gateway. */
final class Undeliverable {
  private static final String[] ATTEMPT = {"task_id", "lease_id", "attempt"};

  private Undeliverable() {}

  /**
   * Empty for other commands: an attempt that already runs isn't given up because its cancel found
   * no socket.
   *
   * @param missingSession null when the session is there and couldn't take it
   */
  static Optional<UpstreamEntry> of(
      GatewayEntry command, String gatewayId, String missingSession, long now) {
    if (!command.kind().equals("dispatch_task")) {
      return Optional.empty();
    }
    ObjectNode payload = FrameCodec.JSON.createObjectNode();
    try {
      JsonNode dispatch = FrameCodec.JSON.readTree(command.payload());
      for (String name : ATTEMPT) {
        payload.set(name, dispatch.path(name));
      }
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return Optional.of(
        new UpstreamEntry(
            StatusKinds.UNDELIVERABLE,
            gatewayId,
            command.agentId(),
            missingSession,
            command.messageId(),
            now,
            payload.toString(),
            command.metadata()));
  }
}
