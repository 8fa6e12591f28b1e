package dev.muster.tasks.intake;

import dev.muster.error.ContractException;
import dev.muster.internal.AgentIntake;
import dev.muster.internal.AgentMode;
import dev.muster.kit.token.Role;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.event.Changes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Agent-registry-service says who may get tasks. */
@Path("/internal/agents/{agent_id}/intake")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class IntakeResource {
  @Inject Changes changes;
  @Inject Intakes intakes;
  @Inject Dispatcher dispatcher;

  @PUT
  @Operation(summary = "Says whether an agent may get tasks")
  public AgentIntake change(@PathParam("agent_id") UUID agentId, @NotNull AgentIntake intake)
      throws SQLException {
    if (intake.mode() == null || intake.namespace() == null || intake.version() < 1) {
      throw ContractException.badParameter("version", "mode, version and namespace are needed");
    }
    changes.commit(change -> intakes.apply(change, agentId, intake)).forEach(dispatcher::ready);
    if (intake.mode() == AgentMode.ACTIVE) {
      dispatcher.creditOf(intake.namespace(), agentId);
    }
    return intake;
  }
}
