package dev.muster.auth.revocation;

import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a service reads at its start and after it has lost Redis for a while. */
@Path("/internal/revocations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
class RevocationResource {
  private final Denylist denylist;

  @Inject
  RevocationResource(Denylist denylist) {
    this.denylist = denylist;
  }

  @GET
  @Operation(summary = "Every revocation that still matters")
  @RunOnVirtualThread
  public RevocationList get() {
    return RevocationList.of(denylist.current());
  }
}
