package dev.muster.registry.rotation;

import dev.muster.internal.TokenOffer;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Token rotation, as gateways take part in it. */
@Path("/internal/agents")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class InternalRotationResource {
  private final Rotations rotations;

  InternalRotationResource(Rotations rotations) {
    this.rotations = rotations;
  }

  @POST
  @Operation(summary = "Makes the token that an agent is offered")
  @Path("{id}/rotation")
  public TokenOffer offer(@PathParam("id") String id) {
    return rotations.offer(id);
  }
}
