package dev.muster.tasks.cancel;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.event.Changes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** H18. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class CancelResource {
  @Inject Changes changes;
  @Inject Cancellation cancellation;
  @Inject Cancels cancels;
  @Inject Redrives redrives;
  @Inject Dispatcher dispatcher;
  @Inject Caller caller;
  @Inject Audit audit;
  @Inject Limits limits;

  /** The answer to a cancel. */
  public record Canceled(boolean canceled) {}

  /** The answer to a retry. */
  public record Retried(UUID taskId, String status) {}

  /**
   * The answer to a retry of many.
   *
   * @param more others fit the filter too: ask again
   */
  @RegisterForReflection
  public record RetriedMany(List<UUID> taskIds, boolean more) {}

  /** 200 for a queued task, which is canceled now; 202 for a running one, whose agent is told. */
  @POST
  @Operation(summary = "Cancels a task")
  @APIResponse(responseCode = "200", description = "It is canceled")
  @APIResponse(
      responseCode = "202",
      description = "It runs: its agent is told to stop it",
      content = @Content(schema = @Schema(implementation = Canceled.class)))
  @Path("/{id}/cancel")
  public RestResponse<Canceled> cancel(@PathParam("id") String id) {
    return answer(
        cancels.cancel(parse(id), caller.userId(), caller.isAdmin(), AuditEvent.of("task.cancel")));
  }

  static RestResponse<Canceled> answer(boolean atOnce) {
    return RestResponse.status(
        atOnce ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED, new Canceled(true));
  }

  @POST
  @Operation(summary = "Runs a failed or canceled task once more")
  @Path("/{id}/retry")
  public Retried retry(@PathParam("id") String id) throws SQLException {
    UUID taskId = parse(id);
    limits.spend(Limit.SUBMIT);
    UUID callerId = caller.userId();
    boolean admin = caller.isAdmin();
    Cancellation.Touched task =
        changes.commit(
            change -> {
              audit.record(change.connection(), AuditEvent.of("task.retry").on("task", taskId));
              return cancellation.redrive(change, taskId, callerId, admin);
            });
    dispatcher.ready(task.namespace(), task.routeId());
    return new Retried(taskId, task.status().wire());
  }

  /** What is named and can't be retried is left as it is, and out of the answer. */
  @POST
  @Operation(summary = "Runs up to 1,000 failed tasks once more")
  @Path("/retry")
  public RetriedMany retryMany(@Valid @NotNull RetrySubmission wish) {
    RetrySubmission meant = wish.checked();
    UUID callerId = caller.userId();
    boolean admin = caller.isAdmin();
    Redrives.Redriven redriven =
        changes.commit(
            change -> {
              Redrives.Redriven done =
                  redrives.redrive(
                      change, meant, callerId, admin, wanted -> limits.spend(Limit.SUBMIT, wanted));
              audit.record(
                  change.connection(),
                  AuditEvent.of("task.retry").with("tasks", done.tasks().size()));
              return done;
            });
    redriven.tasks().forEach(task -> dispatcher.ready(task.namespace(), task.routeId()));
    return new RetriedMany(
        redriven.tasks().stream().map(Cancellation.Touched::id).toList(), redriven.more());
  }

  private static UUID parse(String id) {
    return Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
  }
}
