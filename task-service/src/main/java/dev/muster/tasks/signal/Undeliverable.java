package dev.muster.tasks.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.UpstreamEntry;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import java.util.UUID;

/** A dispatch that a gateway couldn't hand over. */
final class Undeliverable {
  private Undeliverable() {}

  static AttemptEnd end(UpstreamEntry entry) {
    try {
      JsonNode payload = FrameCodec.JSON.readTree(entry.payload());
      AttemptRef attempt =
          new AttemptRef(
              UUID.fromString(payload.path("task_id").asText()),
              payload.path("lease_id").asText(),
              payload.path("attempt").asInt());
      return entry.sessionId() == null
          ? refused(attempt, entry.agentId())
          : AttemptEnd.decided(
              attempt,
              entry.agentId(),
              AttemptOutcome.UNDELIVERABLE,
              "the agent was not connected where it was expected");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("unreadable undeliverable entry", e);
    }
  }

  /**
   * The agent is there and stays so: given back at once, the task would go round as fast as it can.
   */
  private static AttemptEnd refused(AttemptRef attempt, UUID agentId) {
    return AttemptEnd.decided(
        attempt,
        agentId,
        AttemptOutcome.REJECTED,
        "the agent has too many commands that it did not acknowledge");
  }
}
