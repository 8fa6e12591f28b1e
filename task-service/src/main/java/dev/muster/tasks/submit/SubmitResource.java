package dev.muster.tasks.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.http.RequestContext;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.secret.Sha256;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.tasks.read.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** H16: answers once the task is durable. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class SubmitResource {
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
   * 201 for a new task, 200 for the first one's when the submit is a repetition; with {@code
   * Prefer: wait=n} 200 and the whole task when it ends within n seconds, 60 at most.
   */
  @POST
  @Operation(summary = "Submits a task")
  public RestResponse<Object> submit(
      @Valid @NotNull TaskSubmission wish,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      @HeaderParam("Prefer") String prefer)
      throws SQLException {
    limits.spend(Limit.SUBMIT);
    agents.check(wish, caller.isAdmin());
    UUID owner = caller.userId();
    Submitter submitter =
        new Submitter(
            owner, caller.isAdmin(), request.requestId(), request.traceparent().orElse(null));
    NewTask task = NewTask.of(wish, submitter, keys(wish, idempotencyKey));
    Submitted submitted = submissions.submit(task, routes.id(task.route()));
    Optional<Duration> wait = Preference.wait(prefer);
    if (wait.isPresent()) {
      Optional<TaskView> ended =
          outcomes.await(submitted.taskId(), owner, caller.isAdmin(), wait.get());
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

  private List<SubmissionKey> keys(TaskSubmission wish, String idempotencyKey) {
    List<SubmissionKey> keys = new ArrayList<>();
    if (idempotencyKey != null) {
      keys.add(
          SubmissionKey.idempotency("POST /api/tasks", idempotencyKey, Sha256.hex(text(wish))));
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
