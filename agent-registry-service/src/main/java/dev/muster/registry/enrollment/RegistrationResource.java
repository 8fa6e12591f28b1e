package dev.muster.registry.enrollment;

import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * A1: a machine registers itself. Whoever calls has no access token; the enrolment token in the
 * body is what lets it in.
 */
@Path("/api/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class RegistrationResource {
  private final Registration registration;
  private final Limits limits;

  RegistrationResource(Registration registration, Limits limits) {
    this.registration = registration;
    this.limits = limits;
  }

  /** 201; 200 when the machine was registered before. Both come with a new token. */
  @POST
  @Operation(summary = "Registers the calling machine as an agent, by an enrolment token")
  @APIResponseSchema(value = RegisteredAgent.class, responseCode = "201")
  @APIResponse(
      responseCode = "200",
      description = "The machine was registered before; its old token is dead",
      content = @Content(schema = @Schema(implementation = RegisteredAgent.class)))
  @Path("register")
  @PermitAll
  public RestResponse<RegisteredAgent> register(@NotNull @Valid RegisterAgent wanted) {
    limits.spend(Limit.AGENT_REGISTER);
    RegisteredAgent agent = registration.register(wanted);
    return agent.known()
        ? RestResponse.ok(agent)
        : ResponseBuilder.<RegisteredAgent>created(URI.create("/api/v1/agents/" + agent.agentId()))
            .entity(agent)
            .build();
  }
}
