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
import org.jboss.logging.Logger;

/**
 * Makes tasks of work, and passes cancels on. The answer to the same question is the same however
 * often it is asked; empty when there is none yet, and it is to be asked again.
 */
final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);
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
   * @param offered an object with {@code id} and {@code task}
   */
  Optional<Answer> take(JsonNode offered) throws SQLException {
    String name = offered.path("id").textValue();
    if (!isName(name)) {
      return Optional.empty();
    }
    Work work = log.offered(name);
    if (work.state() != Work.State.OFFERED) {
      return Optional.of(answer(name, work));
    }
    try {
      log.open(name, task(work.taskId(), offered.path("task")));
    } catch (ContractException e) {
      if (isPassing(e)) {
        LOG.warnf("work %s waits to be offered again: %s", name, e.getMessage());
        return Optional.empty();
      }
      log.refuse(name, e.code().code(), reason(e));
    }
    return log.find(name).map(now -> answer(name, now));
  }

  /** The task's id. Who died after making it has left the task, but not that it was made. */
  private UUID task(UUID taskId, JsonNode wished) throws SQLException {
    if (tasks.find(taskId, owner, false).isPresent()) {
      return taskId;
    }
    TaskSubmission wish = text.read(wished);
    return acceptance.take(
        taskId, wish, new Submitter(owner, privateAgents, Ids.next().toString(), null));
  }

  Optional<Answer> cancel(JsonNode id) {
    String name = id.textValue();
    if (!isName(name)) {
      return Optional.empty();
    }
    Optional<Work> known = log.find(name);
    if (known.isEmpty() || known.get().state() == Work.State.REFUSED) {
      return Optional.of(new Answer(name, null, ErrorCode.NOT_FOUND.code(), "no such work"));
    }
    Work work = known.get();
    if (work.state() == Work.State.OFFERED) {
      // Its task may be there or not: that is settled when it is offered again.
      return Optional.empty();
    }
    try {
      cancels.cancel(
          work.taskId(),
          owner,
          false,
          AuditEvent.of("task.cancel").by(Actor.system()).with("control_plane_work", name));
      return Optional.of(Answer.ok(name, work.taskId()));
    } catch (ContractException e) {
      return isPassing(e)
          ? Optional.empty()
          : Optional.of(new Answer(name, work.taskId(), e.code().code(), reason(e)));
    }
  }

  private static Answer answer(String name, Work work) {
    return work.state() == Work.State.REFUSED
        ? new Answer(name, null, work.code(), work.reason())
        : Answer.ok(name, work.taskId());
  }

  /** Work without a name of its own can't be answered. */
  private static boolean isName(String name) {
    if (name != null && NAME.matcher(name).matches()) {
      return true;
    }
    LOG.warn("the control plane sent an id that isn't 1 to 200 visible ASCII characters");
    return false;
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
