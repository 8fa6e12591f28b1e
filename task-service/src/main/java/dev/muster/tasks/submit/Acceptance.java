package dev.muster.tasks.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.http.RequestContext;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.secret.Sha256;
import dev.muster.kit.token.Caller;
import dev.muster.tasks.read.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Takes one task, whichever way it comes, and answers once it is durable. */
@ApplicationScoped
public class Acceptance {
  @Inject Submissions submissions;
  @Inject Routes routes;
  @Inject OutcomeWait outcomes;
  @Inject AgentDirectory agents;
  @Inject Caller caller;
  @Inject RequestContext request;
  @Inject Limits limits;
  @Inject ObjectMapper json;

  /** What was submitted. */
  @RegisterForReflection
  public record Answer(UUID taskId, String status) {}

  /**
   * Of the request that is being answered: 201 for a new task, 200 for the first one's when the
   * submit is a repetition; with {@code Prefer: wait=n} 200 and the whole task when it ends within
   * n seconds, 60 at most.
   *
   * @param path where an idempotency key counts
   */
  RestResponse<Object> answer(
      TaskSubmission wish, String path, String idempotencyKey, String prefer) throws SQLException {
    limits.spend(Limit.SUBMIT);
    Submitter submitter =
        new Submitter(
            caller.userId(),
            caller.isAdmin(),
            request.requestId(),
            request.traceparent().orElse(null));
    NewTask task = NewTask.of(wish, submitter, keys(wish, path, idempotencyKey));
    Submitted submitted = take(wish, task, submitter);
    Optional<Duration> wait = Preference.wait(prefer);
    if (wait.isPresent()) {
      Optional<TaskView> ended =
          outcomes.await(submitted.taskId(), caller.userId(), caller.isAdmin(), wait.get());
      if (ended.isPresent()) {
        return ResponseBuilder.ok((Object) ended.get())
            .header("Preference-Applied", "wait=" + wait.get().toSeconds())
            .build();
      }
    }
    Answer answer = new Answer(submitted.taskId(), submitted.status());
    return submitted.created()
        ? ResponseBuilder.created(URI.create("/api/v1/tasks/" + answer.taskId()))
            .entity((Object) answer)
            .build()
        : RestResponse.ok(answer);
  }

  /**
   * As nobody's request. Taken again with the same id it makes no second task.
   *
   * @return the task's id; another one when its dedupe key says so
   */
  public UUID take(UUID taskId, TaskSubmission wish, Submitter submitter) throws SQLException {
    NewTask task = NewTask.of(taskId, wish, submitter, keys(wish, null, null));
    return take(wish, task, submitter).taskId();
  }

  private Submitted take(TaskSubmission wish, NewTask task, Submitter submitter)
      throws SQLException {
    agents.check(wish, submitter.admin());
    return submissions.submit(task, routes.id(task.route()));
  }

  private List<SubmissionKey> keys(TaskSubmission wish, String path, String idempotencyKey) {
    List<SubmissionKey> keys = new ArrayList<>();
    if (idempotencyKey != null) {
      keys.add(SubmissionKey.idempotency("POST " + path, idempotencyKey, Sha256.hex(text(wish))));
    }
    SubmissionKey.dedupe(wish).ifPresent(keys::add);
    return keys;
  }

  private String text(TaskSubmission wish) {
    try {
      return json.writeValueAsString(wish);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a body that was read can be written", e);
    }
  }
}
