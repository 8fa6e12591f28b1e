package dev.muster.registry.rotation;

import dev.muster.kit.token.Role;
import dev.muster.registry.text.Reason;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;

/** Token rotation, as administrators ask for it. */
@Path("/api/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class RotationResource {
  private final Rotations rotations;

  RotationResource(Rotations rotations) {
    this.rotations = rotations;
  }

  /** 202: how far it is from now on is shown with the agent. */
  @POST
  @Operation(summary = "Asks that an agent gets a new token without being cut off")
  @APIResponseSchema(value = RotationView.class, responseCode = "202")
  @Path("{id}/rotate-token")
  public RestResponse<RotationView> rotate(@PathParam("id") String id, @Valid Reason reason) {
    return RestResponse.accepted(rotations.ask(id, Reason.of(reason)));
  }
}
