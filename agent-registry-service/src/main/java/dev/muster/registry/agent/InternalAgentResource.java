package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.AgentsAsked;
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
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the other services ask. */
@Path("/internal/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class InternalAgentResource {
  private final AgentEntrance entrance;

  InternalAgentResource(AgentEntrance entrance) {
    this.entrance = entrance;
  }

  @GET
  @Operation(summary = "What an agent is allowed to do")
  @Path("{id}")
  public AgentProfile profile(@PathParam("id") String id) {
    return entrance.profile(id);
  }

  @POST
  @Operation(summary = "What several agents are allowed to do")
  @Path("profiles")
  public AgentsAsked.Known profiles(@NotNull AgentsAsked asked) {
    if (asked.ids() == null
        || asked.ids().size() > AgentsAsked.MOST
        || asked.ids().stream().anyMatch(Objects::isNull)) {
      throw ContractException.badParameter("ids", "must be at most " + AgentsAsked.MOST + " ids");
    }
    return new AgentsAsked.Known(entrance.profiles(asked.ids()));
  }

  @POST
  @Operation(summary = "Checks an agent's token")
  @Path("{id}/authenticate")
  public AgentProfile authenticate(
      @PathParam("id") String id, @NotNull @Valid PresentedToken presented) {
    return entrance.authenticate(id, presented.value());
  }
}
