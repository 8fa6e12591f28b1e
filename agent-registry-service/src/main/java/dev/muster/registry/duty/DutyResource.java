package dev.muster.registry.duty;

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

/** Orders to one agent, each with a reason. Giving one twice changes nothing. */
@Path("/api/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class DutyResource {
  private final Duties duties;

  DutyResource(Duties duties) {
    this.duties = duties;
  }

  /** The agent finishes what it has and gets nothing new, over restarts too. */
  @POST
  @Operation(summary = "Lets an agent finish what it has and gives it nothing new")
  @Path("{id}/drain")
  public DutyView drain(@PathParam("id") String id, @Valid Reason reason) {
    return duties.drain(id, Reason.of(reason));
  }

  /** Ends draining and quarantine. */
  @POST
  @Operation(summary = "Ends draining and quarantine of an agent")
  @Path("{id}/resume")
  public DutyView resume(@PathParam("id") String id, @Valid Reason reason) {
    return duties.resume(id, Reason.of(reason));
  }

  /** The agent is cut off: no connection, and what it had is given to others. */
  @POST
  @Operation(summary = "Cuts an agent off and gives what it had to others")
  @Path("{id}/quarantine")
  public DutyView quarantine(@PathParam("id") String id, @Valid Reason reason) {
    return duties.quarantine(id, Reason.of(reason));
  }

  /** The agent's socket is closed, once. */
  @POST
  @Operation(summary = "Closes an agent's socket, once")
  @Path("{id}/kick")
  public KickedAgent kick(@PathParam("id") String id, @Valid Reason reason) {
    duties.kick(id, Reason.of(reason));
    return new KickedAgent(true);
  }
}
