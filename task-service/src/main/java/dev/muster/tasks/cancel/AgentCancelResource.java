package dev.muster.tasks.cancel;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.tasks.read.Tasks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** A3: as H18, for a task that was submitted for the agent in the path, or that it has now. */
@Path("/api/agents/{agent_id}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class AgentCancelResource {
  @Inject Cancels cancels;
  @Inject Tasks tasks;
  @Inject Caller caller;

  /** 200 for a queued task, which is canceled now; 202 for a running one, whose agent is told. */
  @POST
  @Operation(summary = "Cancels a task of an agent")
  @APIResponse(responseCode = "200", description = "It is canceled")
  @APIResponse(
      responseCode = "202",
      description = "It runs: its agent is told to stop it",
      content = @Content(schema = @Schema(implementation = CancelResource.Canceled.class)))
  @Path("/{task_id}/cancel")
  public RestResponse<CancelResource.Canceled> cancel(
      @PathParam("agent_id") String agent, @PathParam("task_id") String task) {
    UUID agentId = parse(agent);
    UUID taskId = parse(task);
    if (!isOf(agentId, taskId)) {
      throw ContractException.notFound("task");
    }
    return CancelResource.answer(
        cancels.cancel(taskId, caller.userId(), caller.isAdmin(), AuditEvent.of("task.cancel")));
  }

  private boolean isOf(UUID agentId, UUID taskId) {
    return tasks
        .find(taskId, caller.userId(), caller.isAdmin())
        .filter(task -> agentId.equals(task.requestedAgentId()) || agentId.equals(task.agentId()))
        .isPresent();
  }

  private static UUID parse(String id) {
    return Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
  }
}
