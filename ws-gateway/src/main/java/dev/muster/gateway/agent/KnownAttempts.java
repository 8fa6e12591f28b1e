package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.id.Ids;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The attempts that one agent was given on this connection or came back with, for agents that name
 * their tasks only; and the commands about them whose receipt may be implied. Those that have ended
 * are kept for a while: their outcome may come again.
 */
final class KnownAttempts {
  private static final int ENDED = 1_024;

  /** One task's latest attempt. */
  static final class Known {
    private final AttemptRef attempt;
    private final String acceptId = Ids.next().toString();
    private String leaveId;
    private String dispatchId;
    private boolean accepted;
    private boolean ended;

    private Known(AttemptRef attempt, String dispatchId) {
      this.attempt = attempt;
      this.dispatchId = dispatchId;
    }

    AttemptRef attempt() {
      return attempt;
    }

    /** The name of the accept that is implied by other words, however often it is said. */
    String acceptId() {
      return acceptId;
    }

    /** The name of the end that is implied by lists without it, however often it is said. */
    String leaveId() {
      return leaveId;
    }

    /** Whether the payload names this attempt, or only its task. */
    boolean isMeantBy(JsonNode payload) {
      return !payload.hasNonNull("lease_id")
          || payload.path("lease_id").asText().equals(attempt.leaseId());
    }

    boolean isAcceptDue() {
      return !accepted && !ended;
    }

    boolean isEnded() {
      return ended;
    }

    void accepted() {
      accepted = true;
    }
  }

  private final Map<UUID, Known> known = new LinkedHashMap<>();
  private final Map<UUID, String> cancels = new LinkedHashMap<>();
  private final Map<UUID, Known> leaving = new LinkedHashMap<>();
  private final List<String> overtaken = new ArrayList<>();
  private int ended;

  /** Task-service gives the agent a task. */
  void given(JsonNode dispatch, String dispatchId) {
    JsonNode lease = dispatch.path("lease_id");
    taskId(dispatch)
        .filter(taskId -> lease.isTextual())
        .ifPresent(
            taskId ->
                remember(
                    new AttemptRef(taskId, lease.textValue(), dispatch.path("attempt").asInt()),
                    dispatchId));
  }

  /** The agent came back with these. */
  void held(List<SessionOpen.Attempt> attempts) {
    attempts.forEach(
        each -> remember(new AttemptRef(each.taskId(), each.leaseId(), each.attempt()), null));
  }

  void canceling(JsonNode cancel, String cancelId) {
    taskId(cancel)
        .map(taskId -> cancels.put(taskId, cancelId))
        .filter(before -> !before.equals(cancelId))
        .ifPresent(overtaken::add);
  }

  boolean isCanceling(UUID taskId) {
    return cancels.containsKey(taskId);
  }

  Optional<Known> of(UUID taskId) {
    return Optional.ofNullable(known.get(taskId));
  }

  /** Those that haven't ended, as far as the agent said. */
  int running() {
    return known.size() - ended;
  }

  /** The commands that such a word of the agent's shows to have arrived. */
  List<String> shownBy(AgentSignal.OfAttempt signal) {
    UUID taskId = signal.attempt().taskId();
    List<String> receipts = new ArrayList<>();
    Known about = known.get(taskId);
    boolean latest = about == null || about.attempt.equals(signal.attempt());
    if (about != null && latest) {
      shown(about, receipts);
      switch (signal) {
        case AgentSignal.TaskReject _, AgentSignal.TaskResult _, AgentSignal.TaskError _ ->
            end(about);
        case AgentSignal.TaskAccept _, AgentSignal.TaskProgress _, AgentSignal.TaskLog _ -> {}
      }
    }
    if (latest && (about == null || about.ended)) {
      canceled(taskId, receipts);
    }
    return receipts;
  }

  /** The same of a list of everything that the agent runs. */
  List<String> shownBy(Collection<UUID> running) {
    List<String> receipts = new ArrayList<>();
    for (UUID taskId : running) {
      of(taskId).ifPresent(each -> shown(each, receipts));
    }
    for (UUID taskId : List.copyOf(cancels.keySet())) {
      if (!running.contains(taskId)) {
        canceled(taskId, receipts);
      }
    }
    return receipts;
  }

  /**
   * Canceled attempts that the agent has had and that are in no list of its any more, as far as
   * their end isn't known yet.
   */
  List<Known> leaving(Collection<UUID> running) {
    for (UUID taskId : cancels.keySet()) {
      of(taskId)
          .filter(each -> each.dispatchId == null && !running.contains(taskId))
          .ifPresent(this::leave);
    }
    leaving.values().removeIf(each -> each.ended || known.get(each.attempt.taskId()) != each);
    return List.copyOf(leaving.values());
  }

  private void leave(Known about) {
    if (about.leaveId == null) {
      about.leaveId = Ids.next().toString();
    }
    leaving.put(about.attempt.taskId(), about);
  }

  /** The cancel of a task of which nothing is known any more. */
  List<String> shownByUnheld(UUID taskId) {
    List<String> receipts = new ArrayList<>();
    canceled(taskId, receipts);
    return receipts;
  }

  private static void shown(Known about, List<String> receipts) {
    if (about.dispatchId != null) {
      receipts.add(about.dispatchId);
      about.dispatchId = null;
    }
  }

  private void canceled(UUID taskId, List<String> receipts) {
    String cancelId = cancels.remove(taskId);
    if (cancelId != null) {
      receipts.add(cancelId);
    }
  }

  void end(Known about) {
    if (about.ended) {
      return;
    }
    about.ended = true;
    if (++ended > ENDED) {
      for (Iterator<Known> each = known.values().iterator(); ended > ENDED && each.hasNext(); ) {
        if (each.next().ended) {
          each.remove();
          ended--;
        }
      }
    }
  }

  private void remember(AttemptRef attempt, String dispatchId) {
    Known before = known.remove(attempt.taskId());
    if (before != null && before.ended) {
      ended--;
    }
    known.put(attempt.taskId(), new Known(attempt, dispatchId));
    canceled(attempt.taskId(), overtaken);
  }

  /** Cancels that a later one, or a later attempt, takes the place of; each is answered once. */
  List<String> overtaken() {
    List<String> all = List.copyOf(overtaken);
    overtaken.clear();
    return all;
  }

  static Optional<UUID> taskId(JsonNode payload) {
    JsonNode taskId = payload.path("task_id");
    return taskId.isTextual() ? Ids.parse(taskId.textValue()) : Optional.empty();
  }
}
