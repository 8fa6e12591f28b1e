package dev.muster.gateway.operations;

import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A5: one order to every agent. */
@Path("/api/gateway/broadcast")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class BroadcastResource {
  private final Broadcasts broadcasts;

  @Inject
  BroadcastResource(Broadcasts broadcasts) {
    this.broadcasts = broadcasts;
  }

  @POST
  @Operation(summary = "Changes settings of all agents that are connected now")
  public BroadcastSent send(@NotNull @Valid Broadcast wanted) {
    return new BroadcastSent(broadcasts.send(wanted));
  }
}
