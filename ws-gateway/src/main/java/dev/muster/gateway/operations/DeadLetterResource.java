package dev.muster.gateway.operations;

import dev.muster.error.ContractException;
import dev.muster.kit.http.Page;
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

/** Messages that were given up, of all replicas. */
@Path("/api/gateway/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class DeadLetterResource {
  private final DeadLetterLog log;

  @Inject
  DeadLetterResource(DeadLetterLog log) {
    this.log = log;
  }

  @GET
  @Operation(summary = "Lists messages that were given up, newest first")
  public Page<DeadLetterView> list(
      @QueryParam("agent_id") String agentId,
      @QueryParam("source") String source,
      @BeanParam PageQuery paging) {
    if (source != null && !DeadLetterLog.isSource(source)) {
      throw ContractException.badParameter("source", "must be gateway or consumer");
    }
    String agent = agentId == null ? null : AgentIds.ofQuery(agentId).toString();
    return log.page(source, agent, paging.offset(), paging.size());
  }
}
