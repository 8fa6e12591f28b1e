package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** A3: as H16, for the agent that the path names. */
@Path("/api/agents/{agent_id}/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class AgentSubmitResource {
  @Inject Acceptance acceptance;

  @POST
  @Operation(summary = "Submits a task for an agent")
  public RestResponse<Object> submit(
      @PathParam("agent_id") String id,
      @Valid @NotNull TaskSubmission wish,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      @HeaderParam("Prefer") String prefer)
      throws SQLException {
    UUID agentId = Ids.parse(id).orElseThrow(() -> ContractException.notFound("agent"));
    if (wish.agentId() != null) {
      throw ContractException.badParameter("agent_id", "leave it out: the path names the agent");
    }
    return acceptance.answer(
        wish.onAgent(agentId), "/api/agents/" + agentId + "/tasks", idempotencyKey, prefer);
  }
}
