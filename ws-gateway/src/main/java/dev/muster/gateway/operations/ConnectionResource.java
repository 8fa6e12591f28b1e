package dev.muster.gateway.operations;

import dev.muster.kit.http.PageQuery;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** F21, A5: who is connected where, over all gateways. */
@Path("/api/gateway/connections")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class ConnectionResource {
  private final Connections connections;

  @Inject
  ConnectionResource(Connections connections) {
    this.connections = connections;
  }

  @GET
  @Operation(summary = "Lists agents that are connected, with their gateways")
  public ConnectionPage list(
      @QueryParam("agent_id") String agentId,
      @QueryParam("gateway_id") String gatewayId,
      @BeanParam PageQuery paging) {
    int offset = paging.offset();
    int size = paging.size();
    return agentId == null
        ? connections.page(gatewayId, offset, size)
        : connections.only(AgentIds.ofQuery(agentId));
  }
}
