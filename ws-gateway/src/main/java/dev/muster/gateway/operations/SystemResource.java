package dev.muster.gateway.operations;

import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** F21. */
@Path("/api/system")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class SystemResource {
  private final SystemState state;

  @Inject
  SystemResource(SystemState state) {
    this.state = state;
  }

  @GET
  @Operation(summary = "Tells how the gateways and their streams are")
  public SystemView get() {
    return state.now();
  }
}
