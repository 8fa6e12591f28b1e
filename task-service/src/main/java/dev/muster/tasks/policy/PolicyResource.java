package dev.muster.tasks.policy;

import dev.muster.error.ContractException;
import dev.muster.internal.NamespacePolicy;
import dev.muster.kit.token.Role;
import dev.muster.tasks.dispatch.Dispatcher;
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
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Agent-registry-service says how a namespace is served. */
@Path("/internal/namespaces/{ns}/policy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class PolicyResource {
  @Inject Policies policies;
  @Inject Dispatcher dispatcher;

  @PUT
  @Operation(summary = "Says how a namespace is served")
  public NamespacePolicy change(
      @PathParam("ns") String namespace, @NotNull NamespacePolicy policy) {
    if (!namespace.matches("[a-z0-9._-]{1,64}")) {
      throw ContractException.badParameter("namespace", "is no name of a namespace");
    }
    if (policy.weight() < 1 || policy.quota() < 0 || policy.version() < 1) {
      throw ContractException.badParameter(
          "version", "weight and version begin with 1, quota with 0");
    }
    policies.apply(namespace, policy).forEach(agentId -> dispatcher.creditOf(namespace, agentId));
    return policy;
  }
}
