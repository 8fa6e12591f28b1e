package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.tasks.cancel.Cancels;
import dev.muster.tasks.controlplane.Acknowledgements.Answer;
import dev.muster.tasks.read.Tasks;
import dev.muster.tasks.submit.Acceptance;
import dev.muster.tasks.submit.Submitter;
import dev.muster.tasks.submit.TaskSubmission;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes tasks of work, and passes cancels on. The answer to the same question is the same however
 * often it is asked; empty when there is none yet, and it is to be asked again. Work that is known
 * is looked at whoever its task belongs to: the owner may have been set anew since.
 */
final class Intake {
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final int LONGEST_REASON = 1_000;

  private final WorkLog log;
  private final TaskText text;
  private final Acceptance acceptance;
  private final Cancels cancels;
  private final Tasks tasks;
  private final UUID owner;
  private final boolean privateAgents;

  Intake(
      WorkLog log,
      TaskText text,
      Acceptance acceptance,
      Cancels cancels,
      Tasks tasks,
      UUID owner,
      boolean privateAgents) {
    this.log = log;
    this.text = text;
    this.acceptance = acceptance;
    this.cancels = cancels;
    this.tasks = tasks;
    this.owner = owner;
    this.privateAgents = privateAgents;
  }

  /**
   * The answer to one piece of work.
   *
   * @param answer empty when there is none yet: it is to be offered again
   * @param first whether it was never answered before
   */
  record Taken(Optional<Answer> answer, boolean first) {}

  /**
   * @param offered an object with {@code id} and {@code task}
   */
  Taken take(JsonNode offered) throws SQLException {
    JsonNode id = offered.path("id");
    if (!isName(id)) {
      return new Taken(id.isMissingNode() ? Optional.empty() : Optional.of(noName(id)), false);
    }
    String name = id.textValue();
    Work work = log.offered(name);
    if (work.state() != Work.State.OFFERED) {
      return new Taken(Optional.of(answer(id, work)), false);
    }
    try {
      log.open(name, task(work.taskId(), offered.path("task")));
    } catch (ContractException e) {
      if (isPassing(e)) {
        return new Taken(Optional.empty(), false);
      }
      log.refuse(name, e.code().code(), reason(e));
    }
    return new Taken(log.find(name).map(now -> answer(id, now)), true);
  }

  /** The task's id. Who died after making it has left the task, but not that it was made. */
  private UUID task(UUID taskId, JsonNode wished) throws SQLException {
    if (tasks.find(taskId, owner, true).isPresent()) {
      return taskId;
    }
    TaskSubmission wish = text.read(wished);
    return acceptance.take(
        taskId, wish, new Submitter(owner, privateAgents, Ids.next().toString(), null));
  }

  Optional<Answer> cancel(JsonNode id) {
    Optional<Work> known = isName(id) ? log.find(id.textValue()) : Optional.empty();
    if (known.isEmpty() || known.get().state() == Work.State.REFUSED) {
      return Optional.of(new Answer(id, null, ErrorCode.NOT_FOUND.code(), "no such work"));
    }
    Work work = known.get();
    if (work.state() == Work.State.OFFERED) {
      // Its task may be there or not: that is settled when it is offered again.
      return Optional.empty();
    }
    AuditEvent by =
        AuditEvent.of("task.cancel").by(Actor.system()).with("control_plane_work", id.textValue());
    try {
      cancels.cancel(work.taskId(), owner, true, by);
      return Optional.of(Answer.ok(id, work.taskId()));
    } catch (ContractException e) {
      return isPassing(e)
          ? Optional.empty()
          : Optional.of(new Answer(id, work.taskId(), e.code().code(), reason(e)));
    }
  }

  private static Answer answer(JsonNode id, Work work) {
    return work.state() == Work.State.REFUSED
        ? new Answer(id, null, work.code(), work.reason())
        : Answer.ok(id, work.taskId());
  }

  private static boolean isName(JsonNode id) {
    return id.isTextual() && NAME.matcher(id.textValue()).matches();
  }

  private static Answer noName(JsonNode id) {
    return new Answer(
        id, null, ErrorCode.BAD_PARAMETER.code(), "id: must be 1 to 200 visible ASCII characters");
  }

  private static boolean isPassing(ContractException e) {
    return switch (e.code()) {
      case UNAVAILABLE, BAD_GATEWAY, GATEWAY_TIMEOUT, RATE_LIMITED, SERVER_ERROR -> true;
      default -> false;
    };
  }

  private static String reason(ContractException e) {
    String reason =
        e.errors().isEmpty()
            ? e.getMessage()
            : e.errors().stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
    String shown = reason.replaceAll("\\p{C}", "?");
    return shown.length() <= LONGEST_REASON ? shown : shown.substring(0, LONGEST_REASON);
  }
}
