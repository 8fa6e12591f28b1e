package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.id.Ids;
import dev.muster.internal.AgentProfile;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /ws?role=agent} (contract 4a, protocol §3). Whatever the agent says about a task shows
 * that its dispatch has arrived, and its end that the cancel has: an agent needn't know {@code
 * ack}.
 */
final class RoleDialect extends TypedDialect {
  private static final Set<String> AWAITED =
      Set.of("dispatch_task", "cancel_task", "agent_command");
  private static final String REJECTED = "rejected";

  private final long heartbeatSeconds;
  private JsonNode cpu = MissingNode.getInstance();
  private JsonNode memory = MissingNode.getInstance();

  RoleDialect(AgentProfile profile, Duration heartbeatInterval) {
    super(profile);
    this.heartbeatSeconds = Math.max(1, heartbeatInterval.toSeconds());
  }

  @Override
  public List<String> greeting(long now) {
    return List.of(
        frame("auth/ok", now, object().put("agent_id", profile.id().toString())),
        frame("heartbeat", now, object().put("interval", heartbeatSeconds)));
  }

  @Override
  boolean introduces(TypedFrame frame) {
    return frame.type().equals("agent/status")
        || (frame.type().equals("heartbeat") && frame.payload().has("running"));
  }

  @Override
  int slots(TypedFrame frame) {
    return Integer.MAX_VALUE;
  }

  @Override
  List<Inbound> words(TypedFrame frame) throws FrameException {
    ObjectNode payload = frame.payload();
    return switch (frame.type()) {
      case "heartbeat" -> List.of(beat(frame.id(), payload));
      case "agent/status" -> {
        cpu = payload.path("cpu_percent");
        memory = payload.path("memory_percent");
        yield List.of(beat(Ids.next().toString(), payload), new Inbound.Noted(frame.id()));
      }
      case "task/accept" -> accept(frame);
      case "task/progress" -> words.about(frame, "task_progress", payload);
      case "task/result" -> words.about(frame, "task_result", payload);
      case "task/error" -> words.about(frame, "task_error", words.error(payload));
      case "ack" ->
          List.of(
              TaskWords.signal(
                  frame.id(), FrameCodec.readSignalPayload("ack", payload, frame.id())));
      default -> List.of(new Inbound.UnknownKind(frame.id()));
    };
  }

  private List<Inbound> accept(TypedFrame frame) throws FrameException {
    ObjectNode payload = frame.payload();
    JsonNode accepted = payload.path("accepted");
    if (!accepted.isMissingNode() && !accepted.isBoolean()) {
      throw TypedFrame.refuse("accepted must be true or false");
    }
    if (accepted.asBoolean(true)) {
      return words.about(frame, "task_accept", payload);
    }
    if (!payload.hasNonNull("reason")) {
      payload.put("reason", REJECTED);
    }
    return words.about(frame, "task_reject", payload);
  }

  private Inbound beat(String messageId, ObjectNode payload) throws FrameException {
    int running = payload.has("running") ? TaskWords.running(payload).size() : attempts.running();
    return TaskWords.heartbeat(messageId, cpu, memory, running, profile.concurrency());
  }

  @Override
  public Optional<String> write(
      String messageId, long now, String kind, JsonNode payload, Map<String, String> metadata) {
    String type =
        switch (kind) {
          case "dispatch_task" -> {
            attempts.given(payload, messageId);
            yield "task/submit";
          }
          case "cancel_task" -> {
            attempts.canceling(payload, messageId);
            yield "task/cancel";
          }
          case "agent_command" -> "agent/command";
          case "ack", "error" -> kind;
          default -> null;
        };
    return Optional.ofNullable(type)
        .map(
            known ->
                TypedFrame.write(messageId, known, now, withoutUnknownLease(payload), metadata));
  }

  @Override
  public boolean isAwaited(String kind) {
    return AWAITED.contains(kind);
  }

  private static JsonNode withoutUnknownLease(JsonNode payload) {
    return payload.path("lease_id").isNull() && payload.deepCopy() instanceof ObjectNode copy
        ? copy.without(List.of("lease_id", "attempt"))
        : payload;
  }

  private static String frame(String type, long now, ObjectNode payload) {
    return TypedFrame.write(Ids.next().toString(), type, now, payload, Map.of());
  }

  private static ObjectNode object() {
    return FrameCodec.JSON.createObjectNode();
  }
}
