package dev.muster.registry.agent;

import dev.muster.internal.AgentProfile;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the other services ask. */
@Path("/internal/agents/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class InternalAgentResource {
  private final AgentRegistry registry;

  InternalAgentResource(AgentRegistry registry) {
    this.registry = registry;
  }

  @GET
  @Operation(summary = "What an agent is allowed to do")
  public AgentProfile profile(@PathParam("id") String id) {
    return registry.profile(id);
  }

  @POST
  @Operation(summary = "Checks an agent's token")
  @Path("authenticate")
  public AgentProfile authenticate(
      @PathParam("id") String id, @NotNull @Valid PresentedToken presented) {
    return registry.authenticate(id, presented.value());
  }
}
