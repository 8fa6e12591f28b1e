package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.id.Ids;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.TaskErrorKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What agents say about tasks that they name by {@code task_id} only. */
final class TaskWords {
  private static final int MOST_RUNNING = 1_000;

  private final KnownAttempts attempts;

  TaskWords(KnownAttempts attempts) {
    this.attempts = attempts;
  }

  /**
   * A signal about an attempt: the one whose lease the payload names, else the one that the agent
   * was given.
   */
  List<Inbound> about(TypedFrame frame, String kind, ObjectNode payload) throws FrameException {
    if (!payload.hasNonNull("lease_id") && !payload.hasNonNull("attempt")) {
      Optional<UUID> taskId = KnownAttempts.taskId(payload);
      Optional<KnownAttempts.Known> known = taskId.flatMap(attempts::of);
      if (taskId.isPresent() && known.isEmpty()) {
        List<Inbound> said = receipts(attempts.shownByUnheld(taskId.get()));
        said.add(new Inbound.Unheld(frame.id()));
        return said;
      }
      known.ifPresent(each -> name(payload, each.attempt()));
    }
    AgentSignal signal = FrameCodec.readSignalPayload(kind, payload, frame.id());
    List<Inbound> said = new ArrayList<>();
    if (signal instanceof AgentSignal.OfAttempt ofAttempt) {
      said.addAll(receipts(attempts.shownBy(ofAttempt)));
    }
    said.add(signal(frame.id(), signal));
    return said;
  }

  /** Commands that the agent needn't be sent again. */
  List<Inbound> arrived(Collection<UUID> running) {
    return receipts(attempts.shownBy(running));
  }

  /** An error with the members that it may lack: the end of a canceled task confirms that. */
  ObjectNode error(ObjectNode payload) {
    boolean canceled = KnownAttempts.taskId(payload).filter(attempts::isCanceling).isPresent();
    if (!payload.hasNonNull("kind")) {
      payload.put("kind", (canceled ? TaskErrorKind.CANCELED : TaskErrorKind.FAILED).wire());
    }
    if (!payload.hasNonNull("message")) {
      JsonNode error = payload.path("error");
      payload.put(
          "message",
          error.isTextual()
              ? error.textValue()
              : error.isMissingNode() || error.isNull()
                  ? "the agent gave no reason"
                  : error.toString());
    }
    return payload;
  }

  /** The tasks of a list {@code running}, each an id or an object with one. */
  static Set<UUID> running(JsonNode payload) throws FrameException {
    JsonNode list = payload.path("running");
    if (list.isMissingNode() || list.isNull()) {
      return Set.of();
    }
    if (!list.isArray() || list.size() > MOST_RUNNING) {
      throw TypedFrame.refuse("running must be a list of at most " + MOST_RUNNING);
    }
    Set<UUID> running = new LinkedHashSet<>();
    for (JsonNode each : list) {
      running.add(named(each).orElseThrow(TaskWords::noTask).taskId());
    }
    return running;
  }

  /** As {@link #running}, with the leases that it names. */
  static List<AttemptRef> attempts(JsonNode payload) throws FrameException {
    Set<UUID> running = running(payload);
    List<AttemptRef> attempts = new ArrayList<>();
    for (JsonNode each : payload.path("running")) {
      named(each).filter(attempt -> running.remove(attempt.taskId())).ifPresent(attempts::add);
    }
    return attempts;
  }

  /** With a lease where a whole one is named; empty without a task's id. */
  static Optional<AttemptRef> named(JsonNode node) {
    Optional<UUID> taskId =
        node.isTextual() ? Ids.parse(node.textValue()) : KnownAttempts.taskId(node);
    JsonNode lease = node.path("lease_id");
    JsonNode attempt = node.path("attempt");
    boolean leased =
        lease.isTextual()
            && !lease.textValue().isEmpty()
            && lease.textValue().length() <= FrameCodec.MAX_ID
            && attempt.isInt();
    return taskId.map(
        id ->
            leased
                ? new AttemptRef(id, lease.textValue(), attempt.intValue())
                : new AttemptRef(id, null, 0));
  }

  private static FrameException noTask() {
    return TypedFrame.refuse("running must hold task ids");
  }

  /** The load of the agent, whose percentages are checked. */
  static Inbound heartbeat(String messageId, JsonNode cpu, JsonNode memory, int running, int slots)
      throws FrameException {
    ObjectNode load = FrameCodec.JSON.createObjectNode();
    if (!cpu.isMissingNode()) {
      load.set("cpu_percent", cpu);
    }
    if (!memory.isMissingNode()) {
      load.set("memory_percent", memory);
    }
    load.put("running", running);
    load.put("free_slots", Math.max(0, slots - running));
    return signal(messageId, FrameCodec.readSignalPayload("heartbeat", load, messageId));
  }

  static Inbound signal(String messageId, AgentSignal signal) {
    return new Inbound.Signal(new Frame<>(messageId, System.currentTimeMillis(), signal, Map.of()));
  }

  private static ObjectNode name(ObjectNode payload, AttemptRef attempt) {
    return payload.put("lease_id", attempt.leaseId()).put("attempt", attempt.attempt());
  }

  private static List<Inbound> receipts(List<String> messageIds) {
    List<Inbound> receipts = new ArrayList<>();
    for (String messageId : messageIds) {
      receipts.add(signal(messageId, Ack.ok(messageId)));
    }
    return receipts;
  }
}
