package dev.muster.tasks.session;

import dev.muster.error.ContractException;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.kit.token.Role;
import dev.muster.tasks.cancel.CancelCommands;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.event.Changes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gateways announce the agents that connect to them. */
@Path("/internal/agents/{agent_id}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
public class SessionResource {
  @Inject Changes changes;
  @Inject AgentSessions sessions;
  @Inject Dispatcher dispatcher;
  @Inject CancelCommands cancels;

  @POST
  @Operation(summary = "Opens an agent's session")
  public SessionOpened open(@PathParam("agent_id") UUID agentId, @NotNull SessionOpen session)
      throws SQLException {
    if (!isWhole(session)) {
      throw ContractException.badParameter("session_id", "only orders and labels may be missing");
    }
    AgentSessions.Opening opening =
        changes.commit(change -> sessions.open(change, agentId, session));
    opening.ended().forEach(dispatcher::ready);
    opening.canceling().forEach(held -> cancels.send(session.gatewayId(), agentId, held.attempt()));
    dispatcher.creditOf(session.namespace(), agentId);
    return opening.opened();
  }

  private static boolean isWhole(SessionOpen session) {
    return Stream.of(
            session.sessionId(),
            session.gatewayId(),
            session.namespace(),
            session.visibility(),
            session.capabilities(),
            session.running())
        .allMatch(Objects::nonNull);
  }
}
