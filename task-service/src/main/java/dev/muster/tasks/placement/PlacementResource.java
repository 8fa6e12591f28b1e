package dev.muster.tasks.placement;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Why a task isn't running. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
class PlacementResource {
  @Inject Placements placements;
  @Inject Caller caller;

  @GET
  @Operation(summary = "Says why a task isn't running")
  @Path("/{id}/placement")
  public PlacementView placement(@PathParam("id") String id) {
    return Ids.parse(id)
        .flatMap(taskId -> placements.find(taskId, caller.userId(), caller.isAdmin()))
        .orElseThrow(() -> ContractException.notFound("task"));
  }
}
