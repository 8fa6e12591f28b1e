package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.id.Ids;
import dev.muster.internal.AgentProfile;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.TaskErrorKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /api/v1/agents/control} (contract 4c, protocol §4). Its agents have no word for an accept:
 * whoever lists a task, or ends it, has accepted it. That accept is said for them with every
 * heartbeat until task-service has it; when it is refused, the task is canceled at the agent, which
 * has no other way to learn that somebody else has it by now. The end of a canceled task that is
 * listed no more is said for them in the same way.
 */
final class ControlDialect extends TypedDialect {
  private static final Set<String> AWAITED = Set.of("dispatch_task", "cancel_task");
  private static final String LISTED_NO_MORE = "canceled: the agent lists it no more";
  private static final int MOST_SLOTS = 100_000;
  private static final int MOST_IMPLIED = 4_096;

  private final Map<String, UUID> implied = new LinkedHashMap<>();

  ControlDialect(AgentProfile profile) {
    super(profile);
  }

  @Override
  public boolean takesOrders() {
    return false;
  }

  @Override
  boolean introduces(TypedFrame frame) {
    return frame.type().equals("heartbeat");
  }

  /** {@code plan_limit}, where the agent states one. */
  @Override
  int slots(TypedFrame frame) throws FrameException {
    JsonNode limit = frame.payload().path("plan_limit");
    if (limit.isMissingNode() || limit.isNull()) {
      return Integer.MAX_VALUE;
    }
    if (!limit.isInt() || limit.intValue() < 0 || limit.intValue() > MOST_SLOTS) {
      throw TypedFrame.refuse("plan_limit must be a whole number from 0 to " + MOST_SLOTS);
    }
    return limit.intValue();
  }

  @Override
  List<Inbound> words(TypedFrame frame) throws FrameException {
    ObjectNode payload = frame.payload();
    return switch (frame.type()) {
      case "heartbeat" -> heartbeat(frame);
      case "task_completed" -> outcome(frame, "task_result", payload);
      case "task_failed" -> outcome(frame, "task_error", words.error(payload));
      case "ack" -> List.of(receipt(frame));
      default -> List.of(new Inbound.UnknownKind(frame.id()));
    };
  }

  private List<Inbound> heartbeat(TypedFrame frame) throws FrameException {
    ObjectNode payload = frame.payload();
    Set<UUID> running = TaskWords.running(payload);
    int slots = Math.min(slots(frame), profile.concurrency());
    Inbound load =
        TaskWords.heartbeat(
            frame.id(), payload.path("cpu"), payload.path("memory"), running.size(), slots);
    List<KnownAttempts.Known> leaving = attempts.leaving(running);
    List<Inbound> said = new ArrayList<>(words.arrived(running));
    for (UUID taskId : running) {
      attempts.of(taskId).flatMap(this::accept).ifPresent(said::add);
    }
    for (KnownAttempts.Known each : leaving) {
      accept(each).ifPresent(said::add);
      said.add(leave(each));
    }
    said.add(load);
    return said;
  }

  private List<Inbound> outcome(TypedFrame frame, String kind, ObjectNode payload)
      throws FrameException {
    Optional<Inbound> accept =
        KnownAttempts.taskId(payload)
            .flatMap(attempts::of)
            .filter(each -> each.isMeantBy(payload))
            .flatMap(this::accept);
    List<Inbound> outcome = words.about(frame, kind, payload);
    List<Inbound> said = new ArrayList<>();
    accept.ifPresent(said::add);
    said.addAll(outcome);
    return said;
  }

  private Optional<Inbound> accept(KnownAttempts.Known known) {
    if (!known.isAcceptDue()) {
      return Optional.empty();
    }
    imply(known.acceptId(), known);
    return Optional.of(
        TaskWords.signal(known.acceptId(), new AgentSignal.TaskAccept(known.attempt())));
  }

  private Inbound leave(KnownAttempts.Known known) {
    imply(known.leaveId(), known);
    return TaskWords.signal(
        known.leaveId(),
        new AgentSignal.TaskError(
            known.attempt(), TaskErrorKind.CANCELED, LISTED_NO_MORE, null, null));
  }

  private void imply(String messageId, KnownAttempts.Known known) {
    implied.put(messageId, known.attempt().taskId());
    if (implied.size() > MOST_IMPLIED) {
      var oldest = implied.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static Inbound receipt(TypedFrame frame) throws FrameException {
    ObjectNode payload = frame.payload();
    if (!payload.has("message_id") && payload.has("id")) {
      payload.set("message_id", payload.path("id"));
    }
    return TaskWords.signal(frame.id(), FrameCodec.readSignalPayload("ack", payload, frame.id()));
  }

  @Override
  public Optional<String> write(
      String messageId, long now, String kind, JsonNode payload, Map<String, String> metadata) {
    return switch (kind) {
      case "dispatch_task" -> {
        attempts.given(payload, messageId);
        yield Optional.of(TypedFrame.write(messageId, "run_task", now, run(payload), metadata));
      }
      case "cancel_task" -> {
        attempts.canceling(payload, messageId);
        ObjectNode cancel = task(payload.path("task_id"), payload.path("reason"));
        yield Optional.of(TypedFrame.write(messageId, kind, now, cancel, metadata));
      }
      case "ack" -> acknowledge(messageId, now, payload);
      case "start_realtime_stream", "stop_realtime_stream", "error" ->
          Optional.of(TypedFrame.write(messageId, kind, now, payload, metadata));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean isAwaited(String kind) {
    return AWAITED.contains(kind);
  }

  private static ObjectNode run(JsonNode dispatch) {
    ObjectNode run = FrameCodec.JSON.createObjectNode();
    for (String name : List.of("task_id", "lease_id", "attempt", "workspace_id")) {
      if (dispatch.has(name)) {
        run.set(name, dispatch.get(name));
      }
    }
    run.set("action", dispatch.path("type"));
    for (String name : List.of("type", "input", "timeout_ms")) {
      run.set(name, dispatch.path(name));
    }
    return run;
  }

  private Optional<String> acknowledge(String messageId, long now, JsonNode ack) {
    String acknowledged = ack.path("message_id").asText();
    UUID taskId = implied.remove(acknowledged);
    if (taskId == null) {
      return Optional.of(TypedFrame.write(messageId, "ack", now, ack, Map.of()));
    }
    Optional<KnownAttempts.Known> left =
        attempts.of(taskId).filter(each -> acknowledged.equals(each.leaveId()));
    left.ifPresent(attempts::end);
    Optional<KnownAttempts.Known> known =
        attempts.of(taskId).filter(each -> each.acceptId().equals(acknowledged));
    if (ack.path("code").asInt() == 0) {
      known.ifPresent(KnownAttempts.Known::accepted);
      return Optional.empty();
    }
    return known
        .filter(each -> !each.isEnded())
        .map(
            each ->
                TypedFrame.write(
                    Ids.next().toString(),
                    "cancel_task",
                    now,
                    task(
                        FrameCodec.JSON.getNodeFactory().textNode(taskId.toString()),
                        ack.path("message")),
                    Map.of()));
  }

  private static ObjectNode task(JsonNode taskId, JsonNode reason) {
    ObjectNode task = FrameCodec.JSON.createObjectNode();
    task.set("task_id", taskId);
    if (reason.isTextual()) {
      task.set("reason", reason);
    }
    return task;
  }
}
